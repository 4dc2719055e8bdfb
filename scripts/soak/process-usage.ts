import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** Of the supervisor's process, such as "users-2". */
  name: string;
  /** Resident, in MB. */
  memory: number;
  /** Open files, sockets and pipes. */
  handles: number;
}

const names = new Map<string, string>();

/** Of the processes that a supervisor has started; none where there is no /proc. */
export async function usageOfChildren(supervisor: number): Promise<ProcessUsage[]> {
  return childrenOf(supervisor).flatMap((pid) => {
    try {
      const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return [{ name: nameOf(pid), memory: Number(kilobytes) / 1024, handles: readdirSync(`/proc/${pid}/fd`).length }];
    } catch {
      // It has just ended.
      return [];
    }
  });
}

function childrenOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

/** From its node id, "soak-users-2a": the letter tells a process from the one that it replaced. */
function nameOf(pid: string): string {
  let name = names.get(pid);
  if (name === undefined) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    name = /(?:^|\0)NODE_ID=soak-([\w-]+?)[a-z]?(?:\0|$)/.exec(environment)?.[1] ?? pid;
    names.set(pid, name);
  }
  return name;
}
