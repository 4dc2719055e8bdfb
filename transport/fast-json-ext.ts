import moleculer from 'moleculer';
import { JsonText } from '../lib/json-text.ts';

/** Starts a packet that ends with a JSON text: no JSON starts so. Then the length of what is before the text, in four bytes. */
const TEXT = 1;
const HEAD_AT = 5;

/**
 * Moleculer's JSONExt in the same format, so that Buffers, dates, maps and sets arrive as what they were. Its replacer and
 * reviver are called for every key, which costs several times the JSON itself; nearly all packets need neither. An answer
 * that is JSON already goes behind its packet, untouched.
 */
export class FastJsonExtSerializer extends moleculer.Serializers.JSONExt {
  override serialize(payload: Record<string, unknown>): Buffer {
    const { data } = payload;
    if (data instanceof JsonText) return withText(this.serialize({ ...payload, data: data.etag }), data.text);
    return isPlain(payload, 0) ? Buffer.from(JSON.stringify(payload)) : super.serialize(payload);
  }

  /** Every extension is a string that starts with "[[". Brackets are rarer than quotes: looked for first, they are found faster. */
  override deserialize(bytes: Buffer): Record<string, unknown> {
    if (bytes[0] === TEXT) {
      const end = HEAD_AT + bytes.readUInt32BE(1);
      const payload = this.deserialize(bytes.subarray(HEAD_AT, end));
      payload.data = new JsonText(bytes.toString('utf8', end), payload.data as string);
      return payload;
    }
    const text = bytes.toString();
    return text.includes('[[') && text.includes('"[[') ? super.deserialize(bytes) : JSON.parse(text);
  }
}

function withText(head: Buffer, text: string): Buffer {
  const textAt = HEAD_AT + head.length;
  const packet = Buffer.allocUnsafe(textAt + Buffer.byteLength(text));
  packet.writeUInt8(TEXT, 0);
  packet.writeUInt32BE(head.length, 1);
  head.copy(packet, HEAD_AT);
  packet.write(text, textAt);
  return packet;
}

/** Deeper values are left to the stock serializer, which fails on them with an error and not with the end of the stack. */
const DEEPEST = 100;

/** Whether JSON says it all: plain objects, arrays, numbers, booleans and strings that look like no extension. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !value.startsWith('[[');
  // A function may be a toJSON.
  if (typeof value !== 'object') return typeof value !== 'bigint' && typeof value !== 'function';
  if (value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) {
    if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
