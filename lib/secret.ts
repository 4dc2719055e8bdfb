import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, env } from './env.ts';

let root: string | undefined;
const keys = new Map<string, readonly [Buffer, ...Buffer[]]>();

/** The installation's secret: given by SITE11_SECRET, else made once and kept in DATA_DIR/secret (0600). */
function rootSecret(): string {
  root ??= env.SITE11_SECRET ?? readOrCreateSecret(join(env.DATA_DIR, 'secret'));
  return root;
}

function readOrCreateSecret(file: string): string {
  try {
    // An existing secret has to be usable on a full disk too.
    if (!existsSync(file)) createSecret(file);
  } catch (error) {
    // A folder that can only be read still serves an existing secret; what cannot be read is reported below.
    if (!['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length >= 32) return secret;
  } catch (error) {
    throw new ConfigurationError(
      `Cannot read or make ${file} (${(error as NodeJS.ErrnoException).code}): make DATA_DIR writable or set SITE11_SECRET.`,
    );
  }
  throw new ConfigurationError(
    `${file} is damaged: restore it from your backup. Without it tokens, keys and personal data cannot be read.`,
  );
}

/** Written aside and linked into place: of processes that start together one wins, and none can read half a secret. */
function createSecret(file: string): void {
  mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
  // A name of its own: containers that share the folder share process ids too, and would write into each other's draft.
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600, flush: true, flag: 'wx' });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A 256-bit key for one purpose ("cursor", "subject-keys"), derived from the installation's secret (HKDF, RFC 5869). */
export function deriveKey(purpose: string): Buffer {
  return deriveKeys(purpose)[0];
}

/**
 * The key of deriveKey, and during a rotation of the secret the one of SITE11_SECRET_OTHER: what either made is accepted,
 * and only the first makes anything.
 */
export function deriveKeys(purpose: string): readonly [Buffer, ...Buffer[]] {
  let derived = keys.get(purpose);
  if (derived === undefined) {
    const derive = (secret: string) => Buffer.from(hkdfSync('sha256', secret, 'site11', purpose, 32));
    const { SITE11_SECRET_OTHER: other } = env;
    derived = [derive(rootSecret()), ...(other === undefined ? [] : [derive(other)])];
    keys.set(purpose, derived);
  }
  return derived;
}

/** Tells installations with different secrets apart without telling the secret. */
export function secretFingerprint(): string {
  return fingerprintOf(deriveKey('fingerprint'));
}

/** Whether it is the fingerprint of a secret that is accepted here. */
export function isKnownFingerprint(fingerprint: string): boolean {
  return deriveKeys('fingerprint').some((key) => fingerprintOf(key) === fingerprint);
}

function fingerprintOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** AES-256-GCM: base64url of nonce, tag and ciphertext. `context` must be the same to open it, so that values cannot be swapped. */
export function seal(key: Buffer, plain: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what `seal` made with one of the keys. @throws when the key or the context is another, or a bit was changed. */
export function unseal(keys: Buffer | readonly [Buffer, ...Buffer[]], sealed: string, context: string): string {
  if (Buffer.isBuffer(keys)) return unsealWith(keys, sealed, context);
  const [key, other] = keys;
  try {
    return unsealWith(key, sealed, context);
  } catch (error) {
    if (other === undefined) throw error;
    return unsealWith(other, sealed, context);
  }
}

/** Seals again with the first key of the purpose what only the other one opens; null when that is not needed. */
export function reseal(purpose: string, sealed: string, context: string): string | null {
  const keys = deriveKeys(purpose);
  try {
    unsealWith(keys[0], sealed, context);
    return null;
  } catch {
    return seal(keys[0], unseal(keys, sealed, context), context);
  }
}

function unsealWith(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** HMAC-SHA-256. */
export function mac(key: Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
