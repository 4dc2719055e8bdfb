const SECONDS = { s: 1, m: 60, h: 3600 };

/** "90s", "10m" or "2h" as seconds; undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,5})(s|m|h)$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(number) * SECONDS[unit as keyof typeof SECONDS];
}
