import { randomUUIDv7 } from 'node:crypto';

/** A new opaque id: a UUIDv7, so that ids made later sort later. */
export function newId(): string {
  return randomUUIDv7();
}
