import type { FieldError } from '../../../lib/errors.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';
import { platformErrors } from '../platform.errors.ts';

/**
 * Health, which is asked for before there are routes to it.
 * @returns null for everything else.
 * @throws console.notReady (503)
 */
export async function answerWhileStarting(
  { req, path }: Exchange,
  notReady: () => Promise<FieldError[]>,
): Promise<Answer | null> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return null;
  if (path === '/health/ready') {
    const errors = await notReady();
    if (errors.length > 0) throw platformErrors.notReady({ errors, retryAfter: 1 });
  } else if (path !== '/health/live') return null;
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"status":"ok"}' };
}
