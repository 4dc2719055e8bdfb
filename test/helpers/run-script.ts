import { join } from 'node:path';
import { type ExitStatus, startProcess } from './server-process.ts';

const scripts = join(import.meta.dirname, '../../scripts');

/** Runs one of the scripts behind `npm run …` to its end. */
export async function runScript(
  name: string,
  args: string[],
  env: Record<string, string>,
): Promise<ExitStatus & { log: string }> {
  const script = startProcess([process.execPath, join(scripts, name), ...args], env);
  const status = await script.exited;
  return { ...status, log: script.log() };
}
