import type { Middleware, ServiceBroker } from 'moleculer';
import { closeSharedRedis, watchSharedRedis } from '../lib/redis.ts';

/** Logs each outage of the process's Redis connection once, with its end, and closes the connection with the broker. */
export const sharedRedisConnection: Middleware = {
  name: 'SharedRedis',

  created({ logger }: ServiceBroker) {
    watchSharedRedis((redis) => {
      let isAway = false;
      redis.on('error', ({ message }: Error) => {
        if (!isAway) logger.warn({ reason: message }, 'Redis is away: this process counts and caches for itself.');
        isAway = true;
      });
      redis.on('ready', () => {
        if (isAway) logger.info('Redis is back.');
        isAway = false;
      });
    });
  },

  stopped: () => Promise.resolve(closeSharedRedis()),
};
