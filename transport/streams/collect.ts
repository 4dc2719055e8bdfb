import type { Readable } from 'node:stream';

/** All bytes of a stream. @throws when there are more than `most`: whoever sends them must not fill the memory. */
export async function collect(stream: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw new Error(`More than ${most} bytes came where a packet was to come.`);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}
