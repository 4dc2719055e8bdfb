import { readFileSync } from 'node:fs';
import { env } from '../../lib/env.ts';
import { StartError } from '../../lib/start-error.ts';

export interface NodeTls {
  cert: Buffer;
  key: Buffer;
  ca: Buffer;
}

let loaded: NodeTls | null | undefined;

/** What this process shows to other nodes and knows them by; null without mutual TLS. Read once. */
export function nodeTls(): NodeTls | null {
  if (loaded === undefined) loaded = load();
  return loaded;
}

function load(): NodeTls | null {
  const { NODE_CERT_FILE: cert, NODE_KEY_FILE: key, NODE_CA_FILE: ca } = env;
  if (cert === undefined && key === undefined && ca === undefined) return null;
  if (cert === undefined || key === undefined || ca === undefined) {
    throw new StartError('NODE_CERT_FILE, NODE_KEY_FILE and NODE_CA_FILE belong together: set all three or none.');
  }
  return { cert: read(cert), key: read(key), ca: read(ca) };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StartError(`Cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`, error as Error);
  }
}
