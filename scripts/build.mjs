import { Unprepared } from './prepare/requirements.mjs';
import { buildUi } from './prepare/ui.mjs';

try {
  await buildUi();
} catch (error) {
  if (!(error instanceof Unprepared)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
