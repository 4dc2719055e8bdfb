import { Readable } from 'node:stream';
import type { ActionSchema, Context, Middleware } from 'moleculer';
import { commonErrors, Problem, problemType } from '../lib/errors.ts';

type Handler = (ctx: Context) => Promise<unknown>;

/**
 * Logs the real cause of a failure on the node where it happened, with the request id, and lets only problems out: the message
 * of a driver or a file system never travels to another node or to a client.
 */
export const errorBoundary: Middleware = {
  name: 'ErrorBoundary',

  localAction(next: Handler, action: ActionSchema): Handler {
    const log = (ctx: Context, error: unknown, what: string) => {
      const { logger } = ctx.service ?? ctx.broker;
      logger.error({ err: causeOf(error), action: action.name, requestId: ctx.requestID }, what);
    };
    return (ctx) =>
      next(ctx).then(
        (result) => {
          if (result instanceof Readable)
            result.on('error', (error) => log(ctx, error, 'The stream of an action failed'));
          return result;
        },
        (error: unknown) => {
          if (isExpected(error)) throw error;
          log(ctx, error, 'An action failed');
          throw error instanceof Problem ? error : commonErrors.internal({ cause: error });
        },
      );
  },

  /**
   * Moleculer forgets a call that timed out without ending it: its context is tracked for ever, and the stop of this process waits
   * for it in vain.
   */
  remoteAction(next: Handler): Handler {
    return (ctx) =>
      next(ctx).catch((error: Error) => {
        ctx.broker.transit?.pendingRequests.get(ctx.id)?.reject(error);
        throw error;
      });
  },
} as Middleware;

/** Problems of the client, and what Moleculer itself says of calls that did not arrive. */
function isExpected(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (problemType(error) === undefined || typeof code !== 'number') return false;
  const hasCause = error instanceof Problem && error.cause !== undefined;
  return code < 500 || !(error instanceof Problem) || (code === 503 && !hasCause);
}

function causeOf(error: unknown): unknown {
  return error instanceof Problem && error.cause !== undefined ? error.cause : error;
}
