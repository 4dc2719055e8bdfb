import { describe, expect, test } from '@jest/globals';
import type { CacheRule } from '../../../lib/contract.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';
import { AnswerCache } from './answer-cache.ts';

const rule: CacheRule = { seconds: 60, vary: 'caller', invalidatedBy: ['desk.events.appended'] };
const answer = (headers: Record<string, string> = {}): Answer => ({ status: 200, headers, body: '{}' });

function request(principal: object | null, params = {}, method = 'GET'): Exchange {
  const route = { action: 'desk.ask', contract: { cache: rule } };
  return { req: { method }, route, params, principal } as unknown as Exchange;
}

describe('an answer for its caller', () => {
  const kim = { id: 'kim', sessionId: '1', roles: [], permissions: ['desk:read'] };

  test.each([
    ['another account', { ...kim, id: 'lee' }],
    ['another session', { ...kim, sessionId: '2' }],
    ['other permissions', { ...kim, permissions: [] }],
    ['nobody', null],
  ])('is not for %s', (_who, other) => {
    const cache = new AnswerCache();
    expect(cache.keyOf(request(other))).not.toBe(cache.keyOf(request(kim)));
    expect(cache.keyOf(request({ ...kim }))).toBe(cache.keyOf(request(kim)));
  });

  test('is not kept of a write', () => {
    expect(new AnswerCache().keyOf(request(kim, {}, 'POST'))).toBeUndefined();
  });
});

describe('the cache', () => {
  test('does not keep what was asked for before the event that makes it old', () => {
    const cache = new AnswerCache();
    const askedAt = performance.now();
    cache.forget('desk.events.appended');
    cache.keep('key', answer(), askedAt);
    expect(cache.find('key', rule)).toBeUndefined();
  });

  test('forgets by itself', () => {
    const cache = new AnswerCache();
    cache.keep('key', answer(), performance.now() - 61_000);
    expect(cache.find('key', rule)).toBeUndefined();
  });

  test.each([
    ['errors', { ...answer(), status: 503 }],
    ['what sets a cookie', answer({ 'Set-Cookie': 'a=b' })],
    ['streams', { ...answer(), body: null }],
  ])('does not keep %s', (_what, given) => {
    const cache = new AnswerCache();
    cache.keep('key', given, performance.now());
    expect(cache.find('key', rule)).toBeUndefined();
  });
});
