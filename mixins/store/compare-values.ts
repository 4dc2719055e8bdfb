/** The order of types that MongoDB sorts by: missing and null, numbers, strings, objects, arrays, booleans. */
function rank(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  if (typeof value === 'boolean') return 5;
  return Array.isArray(value) ? 4 : 3;
}

/** Negative, 0 or positive as `a` sorts before, with or after `b`; strings by code points, as databases compare UTF-8. */
export function compareValues(a: unknown, b: unknown): number {
  const type = rank(a);
  const difference = type - rank(b);
  if (difference !== 0 || type === 0) return difference;
  if (type === 1) return (a as number) - (b as number);
  if (type === 2) return compareCodePoints(a as string, b as string);
  if (type === 5) return Number(a) - Number(b);
  return compareCodePoints(JSON.stringify(a), JSON.stringify(b));
}

/** Whether two values are the same one; the order of an object's keys counts, as it does in MongoDB. */
export function sameValue(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0;
}

function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = codePointOrder(a.charCodeAt(i)) - codePointOrder(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others, although their units are below U+E000. */
function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
