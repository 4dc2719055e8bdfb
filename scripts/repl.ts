import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import moleculer, { type BrokerOptions } from 'moleculer';
import { pino } from 'pino';
import { env } from '../lib/env.ts';
import { logOptions } from '../lib/log.ts';
import config from '../moleculer.config.ts';
import { audit, audited } from '../repl/audited.ts';
import { breakers } from '../repl/commands/breakers.ts';
import { drain } from '../repl/commands/drain.ts';
import { health } from '../repl/commands/health.ts';
import { keys } from '../repl/commands/keys.ts';
import { lag } from '../repl/commands/lag.ts';
import { logLevel } from '../repl/commands/log-level.ts';
import { projections } from '../repl/commands/projections.ts';
import { secrets } from '../repl/commands/secrets.ts';
import { sessions } from '../repl/commands/sessions.ts';
import { token } from '../repl/commands/token.ts';
import { users } from '../repl/commands/users.ts';
import { giveEvalItsReceiver } from '../repl/eval-receiver.ts';
import { CommandError, runCommand } from './command-line.ts';

const usage = `npm run repl

A prompt on the installation. Without a Redis, on the one in DATA_DIR (or MONGO_URL), whether it runs or not: it has services of its own
on the same databases, which processes share, and no HTTP server. With REDIS_URL it joins the cluster, as a node without services.
Type "help" there for its commands.`;

const root = join(import.meta.dirname, '..');
const isCluster = env.REDIS_URL !== undefined;
const onOne = [
  audited(health),
  audited(users),
  audited(token),
  audited(sessions),
  audited(projections),
  audited(keys),
  audited(secrets),
  audited(lag),
];
const onMany = [audited(drain), audited(breakers), audited(logLevel)];
/** What serves others: this node has nothing to serve, and no port. */
const OF_SERVERS = ['NodeServer', 'Operations'];

await runCommand({ usage }, async () => {
  if (!isCluster && env.MONGO_URL === undefined && globSync('*_db/*.sqlite', { cwd: env.DATA_DIR }).length === 0) {
    throw new CommandError(`There is no installation in ${env.DATA_DIR}: run npm start first, or set DATA_DIR.`);
  }
  const broker = new moleculer.ServiceBroker({
    ...config,
    nodeID: `${env.NODE_ID}-repl`,
    middlewares: config.middlewares?.filter(
      (middleware) => !OF_SERVERS.includes((middleware as { name?: string }).name ?? ''),
    ),
    // What an operator does is kept, and the prompt stays quiet.
    logger: [
      { type: 'Console', options: { level: 'error', formatter: 'short' } },
      { type: 'Pino', options: { level: 'info', pino: { options: logOptions(env), destination: logFile() } } },
    ],
    replOptions: { delimiter: 'site11 $', customCommands: isCluster ? [...onOne, ...onMany] : onOne },
  } as BrokerOptions);
  if (!isCluster) await serveAlone(broker);
  await broker.start();
  console.log('Type "help" for the commands, "help <command>" for one of them, Ctrl+D to leave.');
  giveEvalItsReceiver((line) => broker.logger.info(audit(line), 'An operator used a command'));
  broker.repl();
});

async function serveAlone(broker: moleculer.ServiceBroker): Promise<void> {
  for (const file of globSync('services/*/*.service.ts', { cwd: root })) {
    if (file.includes('console')) continue;
    const { default: schema } = await import(pathToFileURL(join(root, file)).href);
    broker.createService(schema);
  }
}

function logFile() {
  return pino.destination({ dest: join(env.DATA_DIR, 'logs/repl.log'), mkdir: true, mode: 0o600, sync: true });
}
