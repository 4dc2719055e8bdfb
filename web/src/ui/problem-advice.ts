import type { ApiProblem } from '../lib/problem.ts';

/** What the person can do about a problem. */
export function problemAdvice({ status, code, retryAfter }: ApiProblem): string {
  const later = retryAfter ? `in ${retryAfter} seconds` : 'in a moment';
  if (status === 0) return 'Check the connection, then try again.';
  if (status === 401) return 'Log in again to go on.';
  if (code === 'users.wrongSetupToken') return 'Open the newest link in the output of the server.';
  if (status === 403) return 'Ask an administrator for the permission.';
  if (status === 404) return 'It may have been removed, or it was never yours to see.';
  if (status === 409) return 'Look at what is there now, then decide.';
  if (status === 412) return 'Load the current version, then make the change again.';
  if (status === 422 || status === 400) return 'Correct what is marked and send it again.';
  if (status === 429) return `The server asks to slow down: try again ${later}.`;
  if (status === 503) return `This part of the platform is not running right now: try again ${later}.`;
  return 'Try again. If it stays, give the request id to whoever runs the server.';
}
