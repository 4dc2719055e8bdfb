import { copyFileSync, existsSync, globSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from '../lib/env.ts';
import { secretFingerprint } from '../lib/secret.ts';
import { writeManifest } from './backup/manifest.ts';
import { copyDatabases } from './backup/snapshot.ts';
import { CommandError, runCommand } from './command-line.ts';

const usage = `npm run backup [-- <folder>]

Copies every service's database in DATA_DIR and the secret, consistently, whether the installation runs or is stopped, to an empty or new
folder (backups/ and the time, unless told). It holds everything that is needed to read personal data: keep it as safe as DATA_DIR
itself.`;

await runCommand({ usage, allowPositionals: true }, async ({ positionals: [folder] }) => {
  if (env.MONGO_URL !== undefined) {
    throw new CommandError(
      'MONGO_URL is set: this installation keeps its data in MongoDB, which is backed up with its own tools. Use mongodump --oplog (or snapshots of its volumes), and keep SITE11_SECRET or DATA_DIR/secret with it. docs/mongodb.md says how.',
    );
  }
  process.umask(0o077);
  const target = resolve(folder ?? join('backups', new Date().toISOString().replaceAll(':', '-')));
  const databases = globSync('*_db/*.sqlite', { cwd: env.DATA_DIR }).sort();
  if (databases.length === 0) throw new CommandError(`There are no databases in ${env.DATA_DIR}: set DATA_DIR.`);
  if (existsSync(target) && readdirSync(target).length > 0) throw new CommandError(`${target} is not empty.`);
  mkdirSync(target, { recursive: true });
  try {
    await copyDatabases(env.DATA_DIR, target, databases);
    const files = env.SITE11_SECRET === undefined ? [...databases, 'secret'] : databases;
    if (files.includes('secret')) copySecret(target);
    writeManifest(target, files, secretFingerprint());
    console.log(`Copied ${databases.length} databases to ${target}`);
    if (!files.includes('secret'))
      console.log('SITE11_SECRET is not in the backup: a restored copy needs the same one.');
  } catch (error) {
    // Half a backup looks like one: leave none.
    rmSync(target, { recursive: true, force: true });
    throw error;
  }
});

function copySecret(target: string): void {
  const secret = join(env.DATA_DIR, 'secret');
  if (!existsSync(secret)) throw new CommandError(`${secret} is missing, and SITE11_SECRET is not set.`);
  copyFileSync(secret, join(target, 'secret'));
}
