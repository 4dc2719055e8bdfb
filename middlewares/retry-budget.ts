import { Readable } from 'node:stream';
import type { ActionEndpoint, ActionSchema, Context, Middleware } from 'moleculer';
import type { PublishedContract } from '../lib/contract.ts';
import { problemType } from '../lib/errors.ts';
import { RetryBudget } from '../lib/retry-budget.ts';

type Handler = (ctx: Context) => Promise<unknown>;
type Described = ActionSchema & { contract?: PublishedContract; rest?: { method: string }[] };

/** Milliseconds of silence after which another node is asked too. */
const PATIENCE = 1_000;
/** Milliseconds for which a node that was silent is left alone, unless it answers. */
const SUSPICION = 2_000;
/** Nodes that are remembered at most: of those that are gone, nobody says so. */
const MANY = 100;
/** The call did not arrive, or its answer is lost with the node. */
const LOST = new Set(['REQUEST_REJECTED', 'SERVICE_NOT_FOUND', 'SERVICE_NOT_AVAILABLE']);

/**
 * Asks a second node where the first one is gone or silent: only for reads and for actions whose contract says `idempotent`, once
 * a call, and within a budget, so that retries never become a load of their own. Whatever else fails is not tried again.
 */
export function retryWithinBudget(): Middleware {
  const budget = new RetryBudget();
  const calls = new WeakSet<Context>();
  /** Node -> when it may be asked first again. */
  const suspects = new Map<string, number>();

  const askOther = (ctx: Context, other: ActionEndpoint) => {
    const copy = (ctx as Context & { copy(): Context }).copy();
    copy.options = { ...ctx.options, timeout: timeLeft(ctx) };
    calls.add(copy);
    return ctx.broker.call(ctx.action?.name ?? '', ctx.params as never, { ctx: copy, nodeID: other.id } as never);
  };

  return {
    name: 'RetryWithinBudget',

    remoteAction(next: Handler, action: Described): Handler {
      if (!isIdempotent(action)) return next;
      return (ctx) => {
        // A stream can be read once.
        if (calls.has(ctx) || ctx.options.nodeID !== undefined || ctx.options.stream !== undefined) return next(ctx);
        budget.countCall();
        const node = ctx.nodeID ?? '';
        const preferred = (suspects.get(node) ?? 0) > Date.now() ? otherThan(ctx, suspects) : undefined;
        if (preferred !== undefined) return askOther(ctx, preferred);
        return new Promise((resolve, reject) => {
          let isRetried = false;
          let asked = 1;
          // Of two that are asked, the one that is left decides.
          const failed = (error: unknown) => {
            asked -= 1;
            if (asked === 0 || !isLostOrLate(error)) reject(error);
          };
          let isAnswered = false;
          const answer = (result: unknown) => {
            // Of two streams the second one is not read: it has to end at its source.
            if (isAnswered && result instanceof Readable) result.destroy();
            isAnswered = true;
            resolve(result);
          };
          const retry = (): boolean => {
            const other = isRetried ? undefined : otherThan(ctx, suspects);
            if (other === undefined || !budget.take()) return false;
            isRetried = true;
            asked += 1;
            askOther(ctx, other).then(answer, failed);
            return true;
          };
          const timer = setTimeout(() => {
            if (suspects.size >= MANY) suspects.clear();
            suspects.set(node, Date.now() + SUSPICION);
            retry();
          }, PATIENCE);
          next(ctx).then(
            (result) => {
              clearTimeout(timer);
              suspects.delete(node);
              answer(result);
            },
            (error: unknown) => {
              clearTimeout(timer);
              if (LOST.has(problemType(error) ?? '')) retry();
              failed(error);
            },
          );
        });
      };
    },
  } as Middleware;
}

function isLostOrLate(error: unknown): boolean {
  const type = problemType(error) ?? '';
  return LOST.has(type) || type === 'REQUEST_TIMEOUT';
}

function isIdempotent({ contract, rest }: Described): boolean {
  if (contract?.idempotent) return true;
  return Array.isArray(rest) && rest.length > 0 && rest.every(({ method }) => method === 'GET');
}

function otherThan(ctx: Context, suspects: ReadonlyMap<string, number>): ActionEndpoint | undefined {
  const { endpoints = [] } = ctx.broker.registry.getActionEndpoints(ctx.action?.name ?? '') ?? {};
  const others = (endpoints as ActionEndpoint[]).filter(({ id, isAvailable }) => isAvailable && id !== ctx.nodeID);
  const now = Date.now();
  const trusted = others.filter(({ id }) => (suspects.get(id) ?? 0) <= now);
  return trusted[Math.floor(Math.random() * trusted.length)];
}

/** Of the whole call, so that a second attempt does not make it longer. */
function timeLeft(ctx: Context): number | null | undefined {
  const { timeout } = ctx.options;
  const { startHrTime } = ctx as { startHrTime?: [number, number] | null };
  if (!timeout || !startHrTime) return timeout;
  const [seconds, nanoseconds] = process.hrtime(startHrTime);
  return Math.max(1, timeout - (seconds * 1e3 + nanoseconds / 1e6));
}
