import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run dev`: the server starts again when a source file changes, and Vite serves the admin page with hot reloading,
// with the API behind the same origin.
const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
const [, ...serverArgs] = scripts.start.split(' ').map((word) => word.replaceAll('"', ''));

const children = [
  run(['--watch', '--watch-preserve-output', ...serverArgs]),
  run([join(root, 'node_modules/vite/bin/vite.js'), join(root, 'web')]),
];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
await Promise.race(children.map((child) => once(child, 'exit')));
stop();

function run(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
}
