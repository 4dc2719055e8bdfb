const key = 'site11.refreshToken';

/**
 * The refresh token outlives the page in localStorage; access tokens never leave memory. A token used twice by another
 * party ends the whole session at the server, and the Content-Security-Policy lets no foreign script near it.
 */
export const refreshToken = {
  get: (): string | null => localStorage.getItem(key),
  set: (token: string): void => localStorage.setItem(key, token),
  clear: (): void => localStorage.removeItem(key),
};
