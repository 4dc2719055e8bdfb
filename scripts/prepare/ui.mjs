import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { showProgress } from './progress.mjs';
import { ownNode, root, Unprepared } from './requirements.mjs';

const source = join(root, 'web');
const target = join(root, 'public');
const stamp = join(target, '.build-hash');
const config = join(source, 'vite.config.ts');

/** Whether public/ was built from other sources than those in web/ now; false where there are none, as in an image. */
export function uiIsStale() {
  if (!existsSync(config)) return false;
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sourceHash();
}

/**
 * Builds the admin page aside and then puts it into public/, new files first, so that a running server always has a whole page.
 * @throws Unprepared when Vite fails.
 */
export async function buildUi() {
  const hash = sourceHash();
  mkdirSync(join(root, '.cache'), { recursive: true });
  const draft = mkdtempSync(join(root, '.cache/ui-'));
  try {
    await runVite(draft);
    cpSync(draft, target, { recursive: true });
    for (const file of filesIn(target)) {
      const isOurs = file === '.gitignore' || file === '.build-hash';
      if (!isOurs && !existsSync(join(draft, file))) rmSync(join(target, file));
    }
    writeFileSync(stamp, hash);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runVite(outDir) {
  const done = showProgress('Building the admin page');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = ['build', source, '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(ownNode(), [vite, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  done(code === 0 ? 'The admin page is built.' : 'The admin page could not be built.');
  if (code !== 0) throw new Unprepared(output.trim());
}

/** Of all that the page is made from. The lockfile counts: a newer Mantine makes another page. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = filesIn(source).filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
