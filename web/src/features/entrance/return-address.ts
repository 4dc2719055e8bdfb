/**
 * Where to go after the login: only an address of this page. "//evil.example" and "/\evil.example" look like paths and
 * are read by browsers as other sites.
 */
export function returnAddress(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
