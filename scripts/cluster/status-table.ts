import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Member } from './member.ts';

export interface Usage {
  /** MB of resident memory. */
  memory: string;
  /** Per cent of one processor, over the life of the process. */
  cpu: string;
}

const run = promisify(execFile);

/** By process id; empty where there is no ps. */
export async function usageOf(members: readonly Member[]): Promise<Map<number, Usage>> {
  const pids = members.flatMap(({ process: child }) => (child === undefined || child.hasEnded ? [] : [child.pid]));
  if (pids.length === 0) return new Map();
  try {
    const { stdout } = await run('ps', ['-o', 'pid=,rss=,pcpu=', '-p', pids.join(',')]);
    return new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .map(([pid, rss, cpu = '']) => [
          Number(pid),
          { memory: `${Math.round(Number(rss) / 1024)} MB`, cpu: `${cpu} %` },
        ]),
    );
  } catch {
    return new Map();
  }
}

/** One line a process under a line of titles. */
export function statusTable(members: readonly Member[], usage: ReadonlyMap<number, Usage>): string[] {
  const rows = members.map((member) => {
    const child = member.process?.hasEnded === false ? member.process : undefined;
    const { memory = '', cpu = '' } = usage.get(child?.pid ?? 0) ?? {};
    const reasons = child?.health.reasons.map(({ field, message }) => `${field} ${message}`).join('; ') ?? '';
    return [
      member.name,
      member.state,
      member.port === undefined ? '' : String(member.port),
      child === undefined ? '' : String(child.pid),
      child === undefined ? '' : lengthOf(performance.now() - child.startedAt),
      String(member.restarts),
      memory,
      cpu,
      reasons,
    ];
  });
  const table = [['process', 'state', 'port', 'pid', 'up', 'restarts', 'memory', 'cpu', ''], ...rows];
  const widths = table[0]?.map((_title, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function lengthOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3_600)} h`;
}
