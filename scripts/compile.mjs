// Compiles the program ahead as a process of a cluster runs it: for the image, whose files cannot be written to when it runs.
import { startCommand } from './cluster/start-command.ts';
import { startOnce } from './prepare/compile.mjs';

const [, ...args] = startCommand();
if (!(await startOnce(args))) {
  console.error('The program did not start and stop, so it could not be compiled.');
  process.exitCode = 1;
}
