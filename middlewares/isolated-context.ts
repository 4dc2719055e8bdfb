import moleculer, { type CallingOptions } from 'moleculer';
import type { Meta } from '../lib/contract.ts';

/**
 * Moleculer copies what a callee left in `meta` back to the caller. Here nothing comes back: a service that is called can
 * neither change who the caller is nor answer headers in its place. And If-Match stays with the action that the client asked:
 * it is about one object, not about those that this action changes by the way.
 */
export class IsolatedContext extends moleculer.Context {
  override call(action: string, params?: unknown, options?: CallingOptions): Promise<never> {
    const { maxCallLevel } = this.broker.options;
    if (maxCallLevel && this.level >= maxCallLevel) {
      return Promise.reject(new moleculer.Errors.MaxCallLevelError({ nodeID: this.broker.nodeID, level: this.level }));
    }
    const left = this.#timeLeft();
    if (left !== undefined && left <= 0) {
      return Promise.reject(new moleculer.Errors.RequestSkippedError({ action, nodeID: this.broker.nodeID }));
    }
    const timeout = Math.min(left ?? Number.POSITIVE_INFINITY, options?.timeout || Number.POSITIVE_INFINITY);
    return this.broker.call(
      action,
      params as never,
      {
        parentCtx: this,
        ...options,
        ...(Number.isFinite(timeout) && { timeout }),
        ...((this.meta as Meta).ifMatch !== undefined && { meta: { ifMatch: undefined, ...options?.meta } }),
      } as CallingOptions,
    ) as Promise<never>;
  }

  /** Milliseconds that the whole request may still take, undefined without a limit. */
  #timeLeft(): number | undefined {
    const limit = this.options.timeout as number | undefined;
    const { startHrTime } = this as { startHrTime?: [number, number] };
    if (!limit || !startHrTime) return undefined;
    const [seconds, nanoseconds] = process.hrtime(startHrTime);
    return limit - (seconds * 1e3 + nanoseconds / 1e6);
  }
}
