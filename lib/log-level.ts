import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every logger of this process with the level that its configuration gives it. */
const loggers = new Map<Logger, string>();
let ending: NodeJS.Timeout | undefined;

/** Makes the loggers that Moleculer asks for, so that their levels can be changed while the process runs. */
export function loggerMaker(options: LoggerOptions, destination: DestinationStream) {
  const root = pino(options, destination);
  return (level: string, bindings: object): Logger => {
    const logger = root.child(bindings, { level });
    loggers.set(logger, level);
    return logger;
  };
}

/** Logs at another level for a time, and at the usual one after it by itself: a process must not be left writing everything. */
export function changeLogLevel(level: LogLevel, milliseconds: number, whenOver: () => void): void {
  for (const logger of loggers.keys()) logger.level = level;
  clearTimeout(ending);
  ending = setTimeout(() => {
    restoreLogLevel();
    whenOver();
  }, milliseconds).unref();
}

export function restoreLogLevel(): void {
  clearTimeout(ending);
  for (const [logger, usual] of loggers) logger.level = usual;
}
