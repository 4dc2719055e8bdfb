import type { AccountState } from '../domain/account.ts';
import { toAccount } from '../domain/account.ts';

/** Bytes that are sent at a time: a line alone would cost more on its way than in itself. */
const PART = 64 * 1024;

/** Accounts as lines of JSON. `onEnd` hears how many were handed out, whether the reader took them all or went away. */
export async function* exportLines(
  accounts: AsyncIterable<AccountState>,
  onEnd: (accounts: number, isComplete: boolean) => void,
): AsyncGenerator<Buffer> {
  let count = 0;
  let isComplete = false;
  let lines = '';
  try {
    for await (const account of accounts) {
      lines += `${JSON.stringify(toAccount(account))}\n`;
      count += 1;
      if (lines.length < PART) continue;
      yield Buffer.from(lines);
      lines = '';
    }
    if (lines !== '') yield Buffer.from(lines);
    isComplete = true;
  } finally {
    onEnd(count, isComplete);
  }
}
