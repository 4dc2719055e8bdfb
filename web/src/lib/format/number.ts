/** U+202F, the narrow space that does not break: thousands apart without a comma that some read as a decimal. */
const thin = '\u202f';
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

export function formatNumber(value: number): string {
  return plain.format(value).replaceAll(',', thin);
}

/** "1 account", "1 234 accounts". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** 512 MB as a person writes it. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 10 && unit > 0 ? 1 : 0;
  return `${value.toFixed(digits)}${thin}${units[unit]}`;
}

/** "0 ms", "0.4 ms", "12 ms", "1.3 s". */
export function formatMilliseconds(ms: number): string {
  if (ms < 0.05) return `0${thin}ms`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)}${thin}s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)}${thin}ms`;
}
