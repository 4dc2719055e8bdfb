import type { CallingOptions, ServiceBroker } from 'moleculer';
import { systemPrincipal } from '../lib/principal.ts';

/** One command of our own, in the form that moleculer-repl takes. `<name>` in the command is a parameter, `[name]` an optional one. */
export interface ReplCommand<Parameters> {
  command: string;
  description: string;
  options?: { option: string; description: string }[];
  action(broker: ServiceBroker, args: Parameters): Promise<void>;
}

/** Whoever can start the REPL can read the databases: it acts as the platform itself. */
export const asSystem: CallingOptions = { meta: { user: systemPrincipal } };

/** Rows under their column names, as wide as their contents. */
export function printTable(columns: string[], rows: string[][]): void {
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  for (const row of [columns, ...rows]) {
    console.log(
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
