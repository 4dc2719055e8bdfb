/** A field's value as a line of text, for differences. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(not set)';
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueText).join(', ') : '(none)';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
