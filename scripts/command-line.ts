import { ConfigurationError } from '../lib/env.ts';

/** Thrown when a command cannot do what it was asked to: its message is all that the person needs. */
export class CommandError extends Error {}

/** Runs a command: a failure that it explains is printed as that line, anything else with its stack; both exit with 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const isExplained = error instanceof CommandError || error instanceof ConfigurationError;
    console.error(isExplained ? error.message : error);
    process.exitCode = 1;
  }
}
