import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { showProgress } from './progress.mjs';
import { ownNode, root } from './requirements.mjs';

/** Where scripts/start.mjs keeps compiled code. npm empties it with node_modules. */
const folder = join(root, 'node_modules/.cache/site11');
/** Code is compiled for the flags that it runs with. */
const stamp = join(folder, '.compiled-for');

/** Whether the program as `npm start` runs it was compiled here. */
export function isCompiled() {
  try {
    return readFileSync(stamp, 'utf8') === startScript();
  } catch {
    return false;
  }
}

/** Compiles the program as `npm start` runs it. Does nothing where what it compiles cannot be kept. */
export async function compile() {
  try {
    // What was compiled for other flags is never read again.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(stamp, startScript());
  } catch {
    return;
  }
  const done = showProgress('Compiling the program (once)');
  const [, ...args] = startScript()
    .split(' ')
    .map((word) => word.replaceAll('"', ''));
  const compiled = await startOnce(args);
  done(compiled ? 'The program is compiled.' : 'The program could not be compiled ahead; it is compiled as it runs.');
}

/**
 * Starts the program on a folder that is thrown away, and stops it when it is ready: what it compiled is kept. The next start takes two
 * thirds of the time, and does not hold the compiler that strips types, 20 MB.
 * @param args of Node.
 * @returns whether it started and stopped.
 */
export async function startOnce(args) {
  const dataDir = mkdtempSync(join(tmpdir(), 'site11-compile-'));
  try {
    const { PATH, HOME } = process.env;
    const child = spawn(ownNode(), args, {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', LOG_FORMAT: 'json', SHUTDOWN_GRACE: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('site11 is ready')) child.kill('SIGTERM');
    });
    const [code] = await once(child, 'close');
    return code === 0;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function startScript() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start;
}
