import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { memberCommand, startCommand } from './start-command.ts';

// Starts the program once on a folder that is thrown away, and stops it when it is ready: what it compiled is kept
// (scripts/start.mjs). The next start takes two thirds of the time, and does not hold the compiler that strips types, 20 MB.
//   node scripts/compile.ts            as `npm start` runs it
//   node scripts/compile.ts --member   as a process of a cluster does; also for an image, whose files cannot be written to later

using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-compile-'));
const isMember = process.argv.includes('--member');
const [node, ...args] = isMember ? memberCommand() : startCommand();
const { PATH, HOME } = process.env;
// A process of a cluster loads what speaks to Redis, and starts also where no Redis answers.
const member = isMember ? { REDIS_URL: 'redis://127.0.0.1:1' } : {};
const child = spawn(node, args, {
  cwd: join(import.meta.dirname, '..'),
  env: {
    PATH,
    HOME,
    DATA_DIR: folder.path,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_FORMAT: 'json',
    SHUTDOWN_GRACE: '0',
    ...member,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
  timeout: 60_000,
  // Only for one that hangs: it may not hear anything else.
  killSignal: 'SIGKILL',
});
createInterface({ input: child.stdout }).on('line', (line) => {
  if (line.includes('site11 is ready')) child.kill('SIGTERM');
});
[process.exitCode = 1] = await once(child, 'close');
