/** As much of autocannon as the bench and the tests use; the package has no types of its own. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  function autocannon(options: autocannon.Options): autocannon.Run;

  namespace autocannon {
    interface Options {
      url: string;
      connections: number;
      duration: number;
      sampleInt?: number;
      headers: Record<string, string>;
      requests?: { path: string }[];
    }

    interface Result {
      /** Seconds that it took. */
      duration: number;
      '2xx': number;
      errors: number;
      timeouts: number;
      statusCodeStats: Record<string, { count: number }>;
    }

    interface Run extends EventEmitter, PromiseLike<Result> {
      on(event: 'start', listener: () => void): this;
      on(
        event: 'response',
        listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
      ): this;
    }
  }

  export = autocannon;
}
