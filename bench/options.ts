import { parseArgs } from 'node:util';

export const SUITES = ['http', 'start', 'store', 'cluster', 'cluster-mongo'] as const;
export type Suite = (typeof SUITES)[number];

/** How long and how often is measured. */
export interface Effort {
  connections: number;
  /** Accounts in the store that the requests ask for. */
  accounts: number;
  /** How often each side gets its turn. */
  slices: number;
  sliceSeconds: number;
  warmUpSeconds: number;
  starts: number;
  idleSeconds: number;
  /** Documents that one slice of the store suite inserts; it finds as many. */
  documents: number;
}

export interface Options {
  suites: readonly Suite[];
  effort: Effort;
  jsonFile?: string;
}

const FULL: Effort = {
  connections: 50,
  accounts: 1_000,
  slices: 7,
  sliceSeconds: 3,
  warmUpSeconds: 6,
  starts: 5,
  idleSeconds: 5,
  documents: 5_000,
};

const QUICK: Effort = {
  ...FULL,
  accounts: 300,
  slices: 3,
  sliceSeconds: 1,
  warmUpSeconds: 2,
  starts: 3,
  documents: 1_000,
};

export const HELP = `Compares this platform with what could be written by hand, side by side on this machine.

  npm run bench                     all of it, about half an hour
  npm run bench -- --quick          shorter and less certain
  npm run bench -- http             one of ${SUITES.join(', ')}, or several; also as --only http
  npm run bench -- --json FILE      also write every sample to FILE
  npm run bench -- --help           this

How to read the table: bench/README.md. A missed aim does not fail the command.`;

/** A command line that is not understood. */
export class UsageError extends Error {}

/**
 * Reads the command line; null when it asks for help.
 * @throws UsageError
 */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parse(args);
  const { quick, only = [], json, help } = values;
  if (help) return null;
  const chosen = [...only, ...positionals];
  const unknown = chosen.find((name) => !SUITES.includes(name as Suite));
  if (unknown !== undefined) throw new UsageError(`--only takes ${SUITES.join(', ')}, not "${unknown}".`);
  return {
    suites: SUITES.filter((suite) => chosen.length === 0 || chosen.includes(suite)),
    effort: quick ? QUICK : FULL,
    ...(json !== undefined && { jsonFile: json }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
