// Runs before the npm scripts, on whatever Node the machine has (20 or newer), so that a fresh clone needs no other command:
// installs from the lockfile when node_modules does not hold what it lists, builds the admin page when its sources changed, and
// compiles the program.
// Costs well under 100 ms when there is nothing to do.
import { compile, isCompiled } from './prepare/compile.mjs';
import { install, missingPackages } from './prepare/install.mjs';
import { checkNpm, checkOwnNode, Unprepared } from './prepare/requirements.mjs';
import { buildUi, uiIsStale } from './prepare/ui.mjs';

// `npm run check` and the like do not start the program, nor serve the admin page.
const starts = !process.argv.includes('--no-ui');

try {
  const buildNeeded = starts && uiIsStale();
  // An image made with `npm ci --omit=dev` runs without the packages that only development and the build of the page need.
  if (missingPackages({ development: buildNeeded || process.env.npm_lifecycle_event !== 'prestart' }).length > 0) {
    checkNpm();
    await install();
    checkOwnNode();
  }
  if (buildNeeded) await buildUi();
  if (starts && !isCompiled()) await compile();
} catch (error) {
  if (!(error instanceof Unprepared)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
