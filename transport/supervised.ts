import type { Middleware, ServiceBroker } from 'moleculer';

/**
 * A process that was started with a channel to its parent (`npm run cluster`) does not outlive it: when the channel closes, because the
 * supervisor was killed, nobody would restart or stop this process any more.
 */
export function supervised(): Middleware {
  return {
    name: 'Supervised',
    created(broker: ServiceBroker) {
      if (!process.channel) return;
      process.once('disconnect', () => {
        broker.logger.warn('The supervisor is gone: this process stops.');
        process.kill(process.pid, 'SIGTERM');
      });
      // Node takes the channel as unused, and never reports its end, unless somebody listens.
      process.on('message', () => undefined);
      process.channel.unref();
    },
  } as Middleware;
}
