import type { IncomingMessage } from 'node:http';
import { HEAD_WITHIN, LARGEST_HEAD } from './limits.ts';

/** What a transfer is: a packet too large for Redis, a call with a stream beside its packet, or the fetching of an answer. */
export type Head =
  | { kind: 'packet'; command: string }
  | { kind: 'call'; id: string; objectMode: boolean }
  | { kind: 'fetch'; ticket: string };

/** The first bytes of a body: a length and the signed frame. */
export function withLength(frame: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(frame.length);
  return Buffer.concat([length, frame]);
}

/** The signed frame at the beginning of a body; null when there is none, or not in time. */
export async function readFrame(req: IncomingMessage): Promise<Buffer | null> {
  const timer = setTimeout(() => req.destroy(), HEAD_WITHIN);
  try {
    const length = (await readExactly(req, 4))?.readUInt32BE(0) ?? 0;
    return length === 0 || length > LARGEST_HEAD ? null : await readExactly(req, length);
  } finally {
    clearTimeout(timer);
  }
}

/** Listens once for all that is to come: Node tells a new listener at once of bytes that wait already, though they be too few. */
function readExactly(req: IncomingMessage, size: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close'];
    const done = (bytes: Buffer | null) => {
      for (const event of events) req.off(event, look);
      resolve(bytes);
    };
    const look = () => {
      const bytes = req.read(size) as Buffer | null;
      if (bytes !== null) done(bytes.length === size ? bytes : null);
      else if (req.readableEnded || req.destroyed) done(null);
    };
    for (const event of events) req.on(event, look);
    look();
  });
}
