import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endOnInterrupt } from './interruption.ts';

/**
 * Runs a file of bench/jobs in a process of its own, so that its work and its garbage are not the bench's.
 * @throws when it ends without an answer; it has printed why.
 */
export async function runJob<I extends object, R>(
  name: string,
  input: I,
  env: Record<string, string> = {},
): Promise<R> {
  const child = fork(join(import.meta.dirname, '../jobs', `${name}.ts`), { env: { ...process.env, ...env } });
  const forget = endOnInterrupt(child);
  let result: { answer: R } | undefined;
  child.on('message', (answer) => {
    result = { answer: answer as R };
  });
  child.send(input);
  const [code] = await once(child, 'close');
  forget();
  if (result === undefined) throw new Error(`The job ${name} ended with code ${code} and no answer.`);
  return result.answer;
}

/** The other end: a job's input comes as one message, its answer goes as one. */
export async function answerJob<I, R extends object>(work: (input: I) => Promise<R>): Promise<void> {
  const [input] = await once(process, 'message');
  process.send?.(await work(input as I));
  process.disconnect?.();
}
