import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigurationError } from '../lib/env.ts';

/** Thrown when a command cannot do what it was asked to: its message is all that the person needs. */
export class CommandError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

interface Usage<O extends Options> {
  /** Printed for --help, and with the reason for what is not understood. */
  usage: string;
  options?: O;
  allowPositionals?: boolean;
}

const help = { help: { type: 'boolean', short: 'h' } } as const;

type Arguments<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

/** Runs a command: a failure that it explains is printed as that line, anything else with its stack; both exit with 1. */
export async function runCommand<O extends Options>(
  { usage, options, allowPositionals = false }: Usage<O>,
  command: (args: Arguments<O>) => Promise<void>,
): Promise<void> {
  try {
    const args = parse({ options: { ...options, ...help }, allowPositionals }, usage);
    if (args.values.help) console.log(usage);
    else await command(args as unknown as Arguments<O>);
  } catch (error) {
    const isExplained = error instanceof CommandError || error instanceof ConfigurationError;
    console.error(isExplained ? error.message : error);
    process.exitCode = 1;
  }
}

function parse<C extends ParseArgsConfig>(config: C, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${usage}`);
  }
}
