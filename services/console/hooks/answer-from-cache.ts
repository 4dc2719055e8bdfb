import type { CacheRule } from '../../../lib/contract.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';

/**
 * Answers again what was answered a moment ago, where the contract of the action lets it.
 * @returns null when the action has to be asked; its answer is then kept.
 */
export function answerFromCache(exchange: Exchange, cache: AnswerCache): Answer | null {
  const key = cache.keyOf(exchange);
  const { contract } = exchange.route ?? {};
  if (key === undefined || contract?.cache === undefined) return null;
  const rule = contract.cache;
  const isShared = contract.auth === 'public' && rule.vary === 'public';
  const kept = cache.find(key, rule);
  if (kept !== undefined) {
    // RFC 9111, section 5.1: what shared caches add to it must not make it older than the contract allows.
    if (isShared) exchange.headers.age = String(Math.floor((performance.now() - kept.askedAt) / 1000));
    return kept.answer;
  }
  const askedAt = performance.now();
  exchange.onAnswer = async (answer) => {
    if (answer.status !== 200 || typeof answer.body !== 'string') return;
    if (isShared) allowSharedCaches(answer, rule);
    cache.keep(key, answer, askedAt);
  };
  return null;
}

/** Everybody else's answers stay "private, no-cache": a client may keep them, and has to ask whether they still hold. */
function allowSharedCaches({ headers }: Answer, { seconds }: CacheRule): void {
  headers['cache-control'] ??= `public, max-age=${seconds}`;
}
