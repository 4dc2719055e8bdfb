import { createRequire } from 'node:module';
import { type DestinationStream, type LoggerOptions, pino } from 'pino';
import type { Env } from './env.ts';

/** Values that must not reach a log, whoever logs the object that holds them. */
const SECRET_PATHS = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
];

/** Moleculer says (message, details), pino wants the details first and would drop them. */
const detailsFirst: NonNullable<LoggerOptions['hooks']>['logMethod'] = function (args, method) {
  const [message, details, ...rest] = args as unknown[];
  if (typeof message !== 'string' || typeof details !== 'object' || details === null) return method.apply(this, args);
  const fields = details instanceof Error ? { err: details } : details;
  method.apply(this, [fields, message, ...rest] as Parameters<typeof method>);
};

export function logOptions(env: Env): LoggerOptions {
  return {
    level: env.LOG_LEVEL,
    timestamp: pino.stdTimeFunctions.isoTime,
    base: undefined,
    redact: SECRET_PATHS.flatMap((path) => [path, `*.${path}`]),
    hooks: { logMethod: detailsFirst },
    serializers: { err: pino.stdSerializers.errWithCause },
  };
}

/** Where it goes to a full disk, or to nobody any more, lines are lost; the error must not end the process. */
export function standardOutput(): DestinationStream {
  return pino.destination({ fd: 1, sync: true, maxLength: 1024 * 1024 }).on('error', () => undefined);
}

/** Pretty on a terminal, JSON lines for machines; never blocking the event loop for long. */
export function logDestination(env: Env): DestinationStream {
  const isPretty = env.LOG_FORMAT === 'pretty' || (env.LOG_FORMAT === 'auto' && process.stdout.isTTY === true);
  if (!isPretty) {
    return standardOutput();
  }
  // Loaded only for people: a server that writes JSON starts without it.
  const pretty: typeof import('pino-pretty') = createRequire(import.meta.url)('pino-pretty');
  return pretty({
    colorize: process.stdout.isTTY === true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'nodeID,ns,ver',
    messageFormat: '{mod}: {msg}',
    hideObject: false,
    singleLine: true,
  });
}
