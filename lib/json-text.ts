import { hash } from 'node:crypto';
import type { Serializer } from './serializer.ts';

/**
 * The answer of an action as the JSON text that its client gets, written by the node that owns the action. Nobody on the way
 * parses it: a Console passes it on as it is.
 */
export class JsonText {
  readonly text: string;
  /** Worked out where the text was written, which spares the Console a look at every byte. */
  readonly etag: string;

  constructor(text: string, etag: string) {
    this.text = text;
    this.etag = etag;
  }
}

/** Header of a call between nodes that asks for one. Unlike `meta` it does not go on to what the action calls itself. */
export const JSON_WANTED = Object.freeze({ answer: 'json' });

export function writeJson(serialize: Serializer, value: unknown): JsonText {
  const text = serialize(value);
  const { version } = value as { version?: unknown };
  return new JsonText(text, etagOf(text, typeof version === 'number' ? version : null));
}

/**
 * The hash alone tells whether a client's copy is current; the version before it, of a single resource, is what If-Match
 * compares, so that two callers who see different fields of it can still write on what they read.
 */
export function etagOf(text: string, version: number | null): string {
  return `"${version === null ? '' : `${version}-`}${hash('sha1', text, 'base64url')}"`;
}
