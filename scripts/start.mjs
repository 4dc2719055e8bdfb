// Starts Moleculer's runner with what it is given. Compiled code is kept between starts, which then take half the time; where the
// folder cannot be written, Node goes on without. The flags that package.json gives keep the process small: see
// docs/decisions/0013-memory-under-load.md.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Threads find the folder in the environment: without it each of them would load the compiler that strips types, 17 MB.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/site11', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import('../node_modules/moleculer/bin/moleculer-runner.mjs');
