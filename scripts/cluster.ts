import { env } from '../lib/env.ts';
import { expectedServices } from '../mixins/readiness/expected-services.ts';
import { control } from './cluster/control-socket.ts';
import { help, noRedis } from './cluster/help.ts';
import { parseCounts } from './cluster/process-counts.ts';
import { supervise } from './cluster/supervise.ts';
import { CommandError, runCommand } from './command-line.ts';

// `npm run cluster`: starts and looks after one process a service, or tells the supervisor that does what to do.
const COMMANDS = ['status', 'roll', 'scale', 'stop'];

const options = { processes: { type: 'string' } } as const;

await runCommand({ usage: help, options, allowPositionals: true }, async ({ values, positionals }) => {
  const [command, ...args] = positionals;
  if (command === undefined) {
    if (env.REDIS_URL === undefined) throw new CommandError(noRedis);
    const services = expectedServices();
    const wanted = parseCounts(values.processes ?? env.CLUSTER_PROCESSES, services);
    await supervise(new Map(services.map((service) => [service, wanted.get(service) ?? 1])));
  } else if (COMMANDS.includes(command)) {
    await control({ command, args }, (line) => console.log(line));
  } else {
    throw new CommandError(`There is no command "${command}".\n\n${help}`);
  }
});
