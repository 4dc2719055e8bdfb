import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A reason not to go on, in words for the person at the terminal. */
export class Unprepared extends Error {}

/** Node as the lockfile pins it, from node_modules; the Node that runs this where the platform has no package of it. */
export function ownNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = join(root, 'node_modules/.bin', name);
  return existsSync(file) ? file : process.execPath;
}

/** @throws Unprepared unless npm 9 or newer runs this: the lockfile is npm's, and older ones do not read all of it. */
export function checkNpm() {
  const [name, version = ''] = (process.env.npm_config_user_agent ?? '').split(' ')[0].split('/');
  if (name !== 'npm') throw new Unprepared('The lockfile is npm’s: run this with npm, such as `npm start`.');
  if (Number.parseInt(version, 10) < 9) {
    throw new Unprepared(`npm ${version} is too old: npm 9 or newer is needed, which comes with Node 20.`);
  }
}

/** @throws Unprepared when the Node that was just installed cannot run here, as on a platform without a package of it. */
export function checkOwnNode() {
  const node = ownNode();
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (Number.parseInt(stdout?.slice(1) ?? '', 10) >= 26) return;
  throw new Unprepared(
    `Node 26 from the npm registry does not run on this machine (${process.platform}-${process.arch}).\n` +
      'Install Node 26 yourself (https://nodejs.org) and run the command again.',
  );
}
