import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { env } from '../lib/env.ts';
import { isKnownFingerprint } from '../lib/secret.ts';
import { type Manifest, readManifest } from './backup/manifest.ts';
import { checkIntegrity } from './backup/snapshot.ts';
import { CommandError, runCommand } from './command-line.ts';

const usage = `npm run restore -- <backup>

Puts a backup into DATA_DIR, which has to be empty: it never writes over an installation. Every file is compared with what was
backed up.`;

await runCommand({ usage, allowPositionals: true }, async ({ positionals: [folder] }) => {
  if (env.MONGO_URL !== undefined) {
    throw new CommandError(
      'MONGO_URL is set: a backup of MongoDB is put back with mongorestore. docs/mongodb.md says how.',
    );
  }
  process.umask(0o077);
  if (folder === undefined) throw new CommandError('Say which backup: npm run restore -- <folder>');
  const backup = resolve(folder);
  const manifest = readManifest(backup);
  checkSecret(manifest);
  if (existsSync(env.DATA_DIR) && readdirSync(env.DATA_DIR).length > 0) {
    throw new CommandError(`${env.DATA_DIR} is not empty: stop the installation and move it away, or set DATA_DIR.`);
  }
  try {
    for (const file of Object.keys(manifest.files)) {
      const target = join(env.DATA_DIR, file);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(backup, file), target);
      if (file.endsWith('.sqlite')) checkIntegrity(target, file);
    }
  } catch (error) {
    for (const entry of readdirSync(env.DATA_DIR)) rmSync(join(env.DATA_DIR, entry), { recursive: true, force: true });
    throw error;
  }
  console.log(`Restored the backup of ${manifest.createdAt} to ${env.DATA_DIR}`);
});

/** With another secret the data would be there and nobody could read it. */
function checkSecret(manifest: Manifest): void {
  const isIncluded = 'secret' in manifest.files;
  if (!isIncluded && env.SITE11_SECRET === undefined) {
    throw new CommandError('The backup was made with SITE11_SECRET set: set the same one to restore it.');
  }
  if (env.SITE11_SECRET !== undefined && !isKnownFingerprint(manifest.secretFingerprint)) {
    throw new CommandError('SITE11_SECRET is not the one that the backup was made with.');
  }
}
