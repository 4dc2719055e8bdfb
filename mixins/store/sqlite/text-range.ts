const MAX_CODE_POINT = 0x10ffff;

/** The least order key above all texts that begin with `prefix`: with its last code point raised by one. */
export function successor(prefix: unknown): string | Buffer {
  const points = Array.from(prefix as string);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) as number;
    if (last === MAX_CODE_POINT) continue;
    // The surrogates are no characters: U+D7FF is followed by U+E000.
    return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return Buffer.alloc(0);
}
