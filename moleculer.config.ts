import type { BrokerOptions } from 'moleculer';
import { env } from './lib/env.ts';
import { logDestination, logOptions } from './lib/log.ts';
import { platformVersion } from './lib/version.ts';
import { authorization } from './middlewares/authorization.ts';
import { callMetrics } from './middlewares/call-metrics.ts';
import { errorBoundary } from './middlewares/error-boundary.ts';
import { gracefulStop } from './middlewares/graceful-stop.ts';
import { IsolatedContext } from './middlewares/isolated-context.ts';
import { retryWithinBudget } from './middlewares/retry-budget.ts';
import { SchemaValidator } from './middlewares/validator.ts';

/** Refusals of a client, and "come back later" of a service that is only busy: neither means that it is broken. */
const isRefusal = (error: unknown) => {
  const { code, data } = error as { code?: unknown; data?: { retryAfter?: unknown } | null };
  return Number(code ?? 500) < 500 || data?.retryAfter !== undefined;
};

const config: BrokerOptions = {
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
      pino: { options: logOptions(env), destination: logDestination(env) },
    },
  },
  transporter: (env.REDIS_URL ?? null) as BrokerOptions['transporter'],
  cacher: (env.REDIS_URL ?? { type: 'MemoryLRU', options: { max: 10_000 } }) as BrokerOptions['cacher'],
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
    'ContextTracker',
    'CircuitBreaker',
    'Timeout',
    retryWithinBudget(),
    'Fallback',
    errorBoundary,
    'ErrorHandler',
    'Tracing',
    callMetrics,
    'Debounce',
    'Throttle',
    gracefulStop,
  ] as BrokerOptions['middlewares'],
};

export default config;
