import { generateSigningKey } from './generate-signing-key.ts';
import { rotationDue, type SigningKey } from './signing-key.ts';
import type { SigningKeysStore } from './signing-keys.store.ts';

export interface Rotation {
  /** False when another process rotated at the same moment: then nothing more was done. */
  rotated: boolean;
  current: SigningKey;
  next: SigningKey;
}

/** Makes the keys that are missing, also when several processes start on an empty store at once. */
export async function ensureCurrentKey(store: SigningKeysStore): Promise<SigningKey> {
  for (;;) {
    const keys = await store.all();
    const current = keys.find((key) => key.state === 'current');
    if (current) return current;
    const next = keys.find((key) => key.state === 'next');
    if (next) await store.activate(next.id);
    else await store.insert(await generateSigningKey('current'));
  }
}

export async function ensureNextKey(store: SigningKeysStore): Promise<SigningKey> {
  for (;;) {
    const next = (await store.all()).find((key) => key.state === 'next');
    if (next) return next;
    await store.insert(await generateSigningKey('next'));
  }
}

/** Takes the next key into use instead of `current`, unless another process has done so already. */
export async function rotateKeys(store: SigningKeysStore, current: SigningKey): Promise<Rotation> {
  const next = await ensureNextKey(store);
  const rotated = await store.promote(current.id, next.id);
  return { rotated, current: await ensureCurrentKey(store), next: await ensureNextKey(store) };
}

/** Rotation by schedule: every process tries, the compare-and-set lets one. */
export async function rotateWhenDue(store: SigningKeysStore, now: number): Promise<Rotation | null> {
  const current = await ensureCurrentKey(store);
  return rotationDue(current, now) ? rotateKeys(store, current) : null;
}
