import { setTimeout as wait } from 'node:timers/promises';
import { env } from '../../lib/env.ts';
import { expectedServices } from '../../mixins/readiness/expected-services.ts';
import { CommandError } from '../command-line.ts';
import { type ControlRequest, serveControl } from './control-socket.ts';
import { parseCounts } from './process-counts.ts';
import { statusTable, usageOf } from './status-table.ts';
import { Supervisor } from './supervisor.ts';
import { Terminal } from './terminal.ts';

const REDRAW = 2_000;

/** Runs until it is told to stop. */
export async function supervise(counts: Map<string, number>): Promise<void> {
  const terminal = new Terminal(process.stdout);
  const isPretty = env.LOG_FORMAT === 'pretty' || (env.LOG_FORMAT === 'auto' && process.stdout.isTTY === true);
  // The processes write into pipes; what they take themselves for is said here.
  if (isPretty) process.env.LOG_FORMAT = 'pretty';
  const say = (message: string) => terminal.line(`cluster: ${message}`);
  const supervisor = new Supervisor({
    counts,
    say,
    // JSON lines name their node themselves.
    onLine: (nodeId, line) => terminal.line(line.startsWith('{') ? line : `${nodeId}: ${line}`),
  });
  const socket = await serveControl((request, print) => obey(supervisor, request, print));
  const ending = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    const stop = () => void supervisor.stop().then(resolve);
    listenToSignals(supervisor, say, stop);
  });
  void draw(supervisor, terminal, ending.signal);
  try {
    await Promise.race([supervisor.start(), stopped]);
  } catch (error) {
    // Such as a port that is taken: nothing runs yet, and nothing must keep this process.
    ending.abort();
    socket.close();
    throw error;
  }
  await stopped;
  ending.abort();
  say('All processes have ended.');
  // Whoever asked for the stop is to hear of it.
  await Promise.race([new Promise((resolve) => socket.close(resolve)), wait(1_000)]);
  process.exit();
}

function listenToSignals(supervisor: Supervisor, say: (message: string) => void, stop: () => void): void {
  let asked = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      asked += 1;
      if (asked === 1) return stop();
      if (asked === 2) return supervisor.hurry();
      say('Told a third time: all processes are killed.');
      for (const member of supervisor.members) member.kill('SIGKILL');
    });
  }
  process.on('SIGHUP', () => {
    supervisor.roll(undefined, say).then(
      () => say('Everything was replaced.'),
      (error: Error) => say(error.message),
    );
  });
}

async function obey(
  supervisor: Supervisor,
  { command, args }: ControlRequest,
  print: (line: string) => void,
): Promise<void> {
  switch (command) {
    case 'status':
      for (const line of statusTable(supervisor.members, await usageOf(supervisor.members))) print(line);
      return;
    case 'roll':
      return supervisor.roll(args[0], print);
    case 'scale':
      if (args.length === 0) throw new CommandError('Say how many of which service: scale users=3.');
      return supervisor.scale(parseCounts(args.join(','), expectedServices()), print);
    case 'stop':
      // Asked for twice, it is waited for: only a signal means "hurry".
      if (!supervisor.isStopping) process.emit('SIGTERM', 'SIGTERM');
      await supervisor.stop();
      return print('All processes have ended.');
    default:
      throw new CommandError(`There is no command "${command}".`);
  }
}

async function draw(supervisor: Supervisor, terminal: Terminal, signal: AbortSignal): Promise<void> {
  if (process.stdout.isTTY !== true) return;
  while (!signal.aborted) {
    terminal.block(statusTable(supervisor.members, await usageOf(supervisor.members)));
    await wait(REDRAW, undefined, { signal }).catch(() => undefined);
  }
}
