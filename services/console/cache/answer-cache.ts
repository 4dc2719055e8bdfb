import { LRUCache } from 'lru-cache';
import type { CacheRule } from '../../../lib/contract.ts';
import type { Principal } from '../../../lib/principal.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';

interface Kept {
  answer: Answer & { body: string };
  /** performance.now() when it was asked for: it is not newer than that. */
  askedAt: number;
}

const MAX_BYTES = 32 * 1024 * 1024;
/** What an entry takes beside its texts. */
const OVERHEAD = 512;

/**
 * Answers of actions whose contract has a `cache`, as the bytes that were sent. Behind authentication, limits and authorization,
 * which a cached answer passes like any other. How old an answer can be is bounded by the contract's `seconds`; events make it
 * shorter, and are only hints.
 */
export class AnswerCache {
  readonly #answers = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ answer }, key) => 2 * (answer.body.length + key.length) + OVERHEAD,
  });
  /** When each event was last heard. */
  readonly #heardAt = new Map<string, number>();

  /** @returns the key under which the answer to this request may be kept; undefined for one that may not. */
  keyOf({ req, route, path, queryString, principal }: Exchange): string | undefined {
    const rule = route?.contract.cache;
    if (rule === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return undefined;
    // As it was sent: what was answered before was valid, and is not looked at again.
    return JSON.stringify([route?.action, path, queryString, scopeOf(rule, principal)]);
  }

  find(key: string, rule: CacheRule): Kept | undefined {
    const kept = this.#answers.get(key);
    if (kept === undefined || this.#isCurrent(kept, rule)) return kept;
    this.#answers.delete(key);
    return undefined;
  }

  /** Only what is complete and would be answered to the next one the same: no error, nothing that sets a cookie. */
  keep(key: string, answer: Answer, askedAt: number): void {
    const { status, body, headers } = answer;
    const setsCookie = Object.keys(headers).some((name) => name.toLowerCase() === 'set-cookie');
    if (status !== 200 || typeof body !== 'string' || setsCookie) return;
    this.#answers.set(key, { answer: { ...answer, body }, askedAt });
  }

  /** Drops what the event makes old, also answers that are still on their way. */
  forget(event: string): void {
    this.#heardAt.set(event, performance.now());
  }

  #isCurrent({ askedAt }: Kept, { seconds, invalidatedBy = [] }: CacheRule): boolean {
    if (performance.now() - askedAt > seconds * 1000) return false;
    return invalidatedBy.every((event) => (this.#heardAt.get(event) ?? 0) < askedAt);
  }
}

/** The whole of who asks: an answer may depend on the account, on what it may do and on its session. */
function scopeOf({ vary }: CacheRule, principal: Principal | null): Principal | null {
  return vary === 'caller' ? principal : null;
}
