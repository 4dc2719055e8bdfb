import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showProgress } from './progress.mjs';
import { ownNode, root } from './requirements.mjs';

/** Where scripts/start.mjs keeps compiled code. npm empties it with node_modules. */
const folder = join(root, 'node_modules/.cache/site11');
/** Code is compiled for the flags that it runs with. */
const stamp = join(folder, '.compiled-for');

/** Whether the program was compiled here, for the flags of now. */
export function isCompiled() {
  try {
    return readFileSync(stamp, 'utf8') === startScript();
  } catch {
    return false;
  }
}

/** Compiles the program ahead, for one process and for a cluster. Does nothing where what is compiled cannot be kept. */
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
  const compiled = (await run([])) && (await run(['--member']));
  done(compiled ? 'The program is compiled.' : 'The program could not be compiled ahead; it is compiled as it runs.');
}

async function run(args) {
  const child = spawn(ownNode(), [join(root, 'scripts/compile.ts'), ...args], { stdio: 'ignore' });
  const [code] = await once(child, 'close');
  return code === 0;
}

function startScript() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start;
}
