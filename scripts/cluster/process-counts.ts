import { CommandError } from '../command-line.ts';

/** "console=2,users=2" as numbers by service. @throws CommandError for what is not a service or not a number. */
export function parseCounts(text: string, services: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [, name = '', count = ''] = /^\s*([a-z0-9-]+)=(\d{1,3})\s*$/.exec(part) ?? [];
    if (name === '') throw new CommandError(`"${part}" is not understood: say for instance console=2,users=2.`);
    if (!services.includes(name)) {
      throw new CommandError(`There is no service "${name}" in services/: there is ${services.join(', ')}.`);
    }
    counts.set(name, Number(count));
  }
  return counts;
}

/** What is behind the door before the door; within that by name, so that every start is the same. */
export function inStartOrder(services: readonly string[]): string[] {
  const behind = services.filter((name) => name !== 'console').sort();
  return services.includes('console') ? [...behind, 'console'] : behind;
}
