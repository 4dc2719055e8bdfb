const MAX_BYTES = 16 * 1024;
const MAX_DEPTH = 6;

/** Keys that would reach a prototype, or that a database takes for an operator or a path. */
const FORBIDDEN_KEY = /^(__proto__|constructor|prototype)$|^\$|\./;

/** Why preferences cannot be kept; null when they can. */
export function preferencesFault(preferences: Record<string, unknown>): string | null {
  // Depth first: JSON.stringify is recursive and would overflow the stack.
  const fault = faultOf(preferences, 1);
  if (fault !== null) return fault;
  const json = JSON.stringify(preferences);
  if (Buffer.byteLength(json) > MAX_BYTES) return `must not be larger than ${MAX_BYTES} bytes of JSON`;
  return null;
}

function faultOf(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : 'has text that cannot be stored';
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return `must not be nested more than ${MAX_DEPTH} levels deep`;
  for (const [key, inner] of Object.entries(value)) {
    if (FORBIDDEN_KEY.test(key) || key.includes('\0') || !key.isWellFormed()) return 'has a key that cannot be stored';
    const fault = faultOf(inner, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
