import { CommandError } from '../command-line.ts';

export interface SoakOptions {
  minutes: number;
  processes: string;
  visitors: number;
  picture: string;
}

export const usage = `Keeps a cluster busy and draws what its processes used meanwhile.

  npm run soak                          an hour
  npm run soak -- --minutes 10          shorter; 0.2 are twelve seconds
  npm run soak -- --processes console=2,users=2
  npm run soak -- --visitors 8          that many who read, write and log in, one request after the other each
  npm run soak -- --picture soak.svg    where the picture goes

It starts a supervised cluster on free ports in a temporary folder, over a redis-server of its own or, where REDIS_URL is set,
over that one. Drawn are memory and open handles of each process (on Linux), and the latency at each Console. The last line says
whether memory or handles grew in the second half, and what failed; it exits with 1 then.`;

export const flags = {
  minutes: { type: 'string', default: '60' },
  processes: { type: 'string', default: 'console=2,users=2' },
  visitors: { type: 'string', default: '8' },
  picture: { type: 'string', default: 'soak.svg' },
} as const;

/** @throws CommandError for what is not understood. */
export function readOptions(values: Record<keyof typeof flags, string>): SoakOptions {
  const minutes = Number(values.minutes);
  const visitors = Number(values.visitors);
  if (!(minutes > 0) || !Number.isInteger(visitors) || visitors < 1) throw new CommandError(usage);
  return { minutes, visitors, processes: values.processes, picture: values.picture };
}
