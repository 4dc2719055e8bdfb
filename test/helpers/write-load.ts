import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { send } from './http.ts';

interface Written {
  id: string;
  /** Whether the change of its name was acknowledged too. */
  isChanged: boolean;
}

export interface WriteReport {
  attempted: number;
  acknowledged: Written[];
  /** What went wrong, with how often. */
  failures: Record<string, number>;
}

export interface WriteLoad {
  readonly attempted: number;
  readonly acknowledged: number;
  stop(): Promise<WriteReport>;
}

interface History {
  data: { type: string }[];
}

let loads = 0;

/**
 * Makes accounts and changes their names, one after the other on some connections, alternating between the Consoles, and keeps
 * account of what was acknowledged. Nothing is tried again.
 */
export function writeLoad(urls: readonly string[], token: string, writers = 4): WriteLoad {
  loads += 1;
  const prefix = `load-${loads}`;
  const report: WriteReport = { attempted: 0, acknowledged: [], failures: {} };
  let isStopped = false;
  const write = async (method: string, url: string, path: string, body: object) => {
    report.attempted += 1;
    try {
      const answer = await send<{ id: string; code?: string }>(url, method, path, { token, body });
      if (answer.status < 300) return answer.body;
      fail(`${answer.status} ${answer.body.code}`);
    } catch (error) {
      fail((error as NodeJS.ErrnoException).code ?? (error as Error).message);
    }
    return undefined;
  };
  const fail = (reason: string) => {
    report.failures[reason] = (report.failures[reason] ?? 0) + 1;
  };
  const workers = Array.from({ length: writers }, async (_, writer) => {
    for (let n = 0; !isStopped; n += 1) {
      const url = urls[(writer + n) % urls.length] ?? '';
      const email = `${prefix}-${writer}-${n}@example.com`;
      const made = await write('POST', url, '/api/v1/users', { email, name: 'Written' });
      if (made !== undefined) {
        const account = { id: made.id, isChanged: false };
        report.acknowledged.push(account);
        const other = urls[(writer + n + 1) % urls.length] ?? '';
        const changed = await write('PATCH', other, `/api/v1/users/${made.id}`, { name: `Changed ${n}` });
        account.isChanged = changed !== undefined;
      }
      await wait(10);
    }
  });
  return {
    get attempted() {
      return report.attempted;
    },
    get acknowledged() {
      return report.acknowledged.length;
    },
    async stop() {
      isStopped = true;
      await Promise.all(workers);
      return report;
    },
  };
}

/** Every acknowledged account is there with what was acknowledged, and nothing of it happened twice. */
export async function expectAllKept(url: string, token: string, { acknowledged }: WriteReport): Promise<void> {
  const wrong: object[] = [];
  const queue = [...acknowledged];
  const readers = Array.from({ length: 8 }, async () => {
    for (let account = queue.pop(); account !== undefined; account = queue.pop()) {
      const { status, body } = await send<History>(url, 'GET', `/api/v1/users/${account.id}/history`, { token });
      const types = (body.data ?? []).map(({ type }) => type).join(' ');
      // A change that was not acknowledged may have happened all the same, but once.
      const kept = ['account.profileChanged account.created', ...(account.isChanged ? [] : ['account.created'])];
      if (!kept.includes(types)) wrong.push({ ...account, status, types });
    }
  });
  await Promise.all(readers);
  expect(wrong).toEqual([]);
}
