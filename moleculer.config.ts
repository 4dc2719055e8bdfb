import type { BrokerOptions } from 'moleculer';
import { env } from './lib/env.ts';
import { logDestination, logOptions } from './lib/log.ts';
import { loggerMaker } from './lib/log-level.ts';
import { platformVersion } from './lib/version.ts';
import { authorization } from './middlewares/authorization.ts';
import { callMetrics } from './middlewares/call-metrics.ts';
import { errorBoundary } from './middlewares/error-boundary.ts';
import { gracefulStop } from './middlewares/graceful-stop.ts';
import { IsolatedContext } from './middlewares/isolated-context.ts';
import { retryWithinBudget } from './middlewares/retry-budget.ts';
import { sharedRedisConnection } from './middlewares/shared-redis.ts';
import { SchemaValidator } from './middlewares/validator.ts';

/** Refusals of a client, and "come back later" of a service that is only busy: neither means that it is broken. */
const isRefusal = (error: unknown) => {
  const { code, data } = error as { code?: unknown; data?: { retryAfter?: unknown } | null };
  return Number(code ?? 500) < 500 || data?.retryAfter !== undefined;
};

/** Loaded only where there is a cluster: a single process starts without it. */
const cluster =
  env.REDIS_URL === undefined
    ? undefined
    : {
        ...(await import('./transport/cluster-options.ts')),
        ...(await import('./transport/cluster-middlewares.ts')),
        ...(await import('./middlewares/answer-as-json.ts')),
      };

const config: BrokerOptions = {
  ...cluster?.clusterOptions,
  namespace: env.NAMESPACE,
  nodeID: env.NODE_ID,
  metadata: { version: platformVersion },
  logger: {
    type: 'Pino',
    options: {
      level: {
        BROKER: 'warn',
        REGISTRY: 'warn',
        TRANSIT: 'warn',
        CACHER: 'warn',
        METRICS: 'warn',
        TRACER: 'warn',
        TRANSPORTER: 'warn',
        '**': env.LOG_LEVEL,
      },
      createLogger: loggerMaker(logOptions(env), logDestination(env)),
    },
  },
  // In a cluster too: it caches local actions only, and a hop to Redis is no cheaper than most of them (decision 0007).
  cacher: { type: 'MemoryLRU', options: { max: 10_000 } } as BrokerOptions['cacher'],
  validator: new SchemaValidator(),
  ContextFactory: IsolatedContext as unknown as BrokerOptions['ContextFactory'],
  requestTimeout: 10_000,
  maxCallLevel: 20,
  tracking: { enabled: true, shutdownTimeout: 10_000 },
  circuitBreaker: {
    enabled: true,
    threshold: 0.5,
    minRequestCount: 20,
    windowTime: 60,
    halfOpenTime: 10_000,
    check: (error) => !isRefusal(error),
  },
  // Calls are counted by callMetrics and the process by the Console, both for less; this is for what services register.
  metrics: { enabled: true, collectProcessMetrics: false, reporter: [] },
  tracing:
    env.ZIPKIN_URL === undefined
      ? { enabled: false }
      : {
          enabled: true,
          sampling: { rate: env.TRACING_SAMPLE },
          // Left to itself Moleculer writes all parameters into its spans: passwords and tokens among them.
          tags: { action: { params: false, response: false }, event: { params: false } },
          exporter: { type: 'Zipkin', options: { baseURL: env.ZIPKIN_URL } },
        },
  // The order is part of the security: from the inside to the outside, authorization outside the cacher.
  internalMiddlewares: false,
  middlewares: [
    'ActionHook',
    'Validator',
    'Bulkhead',
    'Cacher',
    authorization,
    ...(cluster ? [cluster.answerAsJson] : []),
    'ContextTracker',
    // Moleculer has these two the other way round, where the breaker never sees a call that hangs.
    'Timeout',
    'CircuitBreaker',
    retryWithinBudget(),
    'Fallback',
    errorBoundary,
    'ErrorHandler',
    'Tracing',
    callMetrics,
    'Debounce',
    'Throttle',
    gracefulStop,
    sharedRedisConnection,
    ...(cluster?.clusterMiddlewares() ?? []),
  ] as BrokerOptions['middlewares'],
};

export default config;
