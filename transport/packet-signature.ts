import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What a frame says of its sender, under the signature. */
export interface Stamp {
  /** Node and, because a restarted process counts from the start again, the run of it. */
  sender: string;
  instance: string;
  /** Milliseconds since 1970 on the sender's clock. */
  time: number;
  /** Counts the frames of one instance. */
  sequence: number;
}

export interface SigningKey {
  /** Tells keys apart without telling the key. */
  id: Buffer;
  key: KeyObject;
}

export type Forgery = 'unsigned' | 'malformed' | 'otherSecret' | 'forged';

const MAGIC = Buffer.from('S1');
const KEY_ID = 8;
const MAC = 32;
const NUMBER = 6;
const MAC_AT = MAGIC.length + KEY_ID;
const SIGNED_FROM = MAC_AT + MAC;
const SENDER_AT = SIGNED_FROM + 2 * NUMBER;

export function signingKey(secret: Buffer): SigningKey {
  const id = createHash('sha256').update('key id').update(secret).digest().subarray(0, KEY_ID);
  return { id, key: createSecretKey(secret) };
}

/**
 * Packets for one channel as one signed frame: magic, key id, MAC (HMAC-SHA-256), time, sequence, sender, instance, and
 * each packet behind its length. The MAC is over the channel too, which names the namespace, the kind and the receiver:
 * a frame copied to another channel is worth nothing there.
 */
export function sign({ id, key }: SigningKey, channel: string, stamp: Stamp, packets: readonly Buffer[]): Buffer {
  const sender = Buffer.from(stamp.sender);
  const instance = Buffer.from(stamp.instance);
  const bytes = packets.reduce((sum, packet) => sum + 4 + packet.length, 0);
  const frame = Buffer.allocUnsafe(SENDER_AT + 2 + sender.length + instance.length + bytes);
  MAGIC.copy(frame, 0);
  id.copy(frame, MAGIC.length);
  frame.writeUIntBE(stamp.time, SIGNED_FROM, NUMBER);
  frame.writeUIntBE(stamp.sequence, SIGNED_FROM + NUMBER, NUMBER);
  let at = SENDER_AT;
  for (const name of [sender, instance]) {
    frame.writeUInt8(name.length, at);
    at = at + 1 + name.copy(frame, at + 1);
  }
  for (const packet of packets) {
    frame.writeUInt32BE(packet.length, at);
    at = at + 4 + packet.copy(frame, at + 4);
  }
  mac(key, channel, frame).copy(frame, MAC_AT);
  return frame;
}

/** The stamp and the packets of a frame that one of the keys signed for this channel, or what is wrong with it. */
export function verify(
  keys: readonly SigningKey[],
  channel: string,
  frame: Buffer,
): { stamp: Stamp; packets: Buffer[] } | Forgery {
  if (frame.length < MAGIC.length || !frame.subarray(0, MAGIC.length).equals(MAGIC)) return 'unsigned';
  if (frame.length < SENDER_AT) return 'malformed';
  const id = frame.subarray(MAGIC.length, MAC_AT);
  const known = keys.find((candidate) => candidate.id.equals(id));
  if (known === undefined) return 'otherSecret';
  if (!timingSafeEqual(frame.subarray(MAC_AT, SIGNED_FROM), mac(known.key, channel, frame))) return 'forged';
  return open(frame);
}

/** Which of the keys a frame names, and its MAC: what only this frame has. To be asked of frames that were verified or made here. */
export function signatureOf(keys: readonly SigningKey[], frame: Buffer): { key: KeyObject; mac: Buffer } | undefined {
  const known = keys.find(({ id }) => id.equals(frame.subarray(MAGIC.length, MAC_AT)));
  return known && { key: known.key, mac: frame.subarray(MAC_AT, SIGNED_FROM) };
}

/** Who a frame claims to be from, for the log of refusals: nothing vouches for it. */
export function claimedSender(frame: Buffer): string {
  return frame.length > SENDER_AT ? nameAt(frame, SENDER_AT).toString() : '';
}

function mac(key: KeyObject, channel: string, frame: Buffer): Buffer {
  const hmac = createHmac('sha256', key);
  // With the length in front no other pair of a channel and a frame gives the same bytes.
  hmac.update(`${Buffer.byteLength(channel)}:${channel}`);
  return hmac.update(frame.subarray(SIGNED_FROM)).digest();
}

/** Read only after the MAC was right; the bounds are checked all the same, so that a faulty sender cannot make it throw. */
function open(frame: Buffer): { stamp: Stamp; packets: Buffer[] } | 'malformed' {
  const sender = nameAt(frame, SENDER_AT);
  const instanceAt = SENDER_AT + 1 + sender.length;
  if (instanceAt >= frame.length) return 'malformed';
  const instance = nameAt(frame, instanceAt);
  const packets: Buffer[] = [];
  let at = instanceAt + 1 + instance.length;
  while (at < frame.length) {
    if (at + 4 > frame.length) return 'malformed';
    const end = at + 4 + frame.readUInt32BE(at);
    if (end > frame.length) return 'malformed';
    packets.push(frame.subarray(at + 4, end));
    at = end;
  }
  const time = frame.readUIntBE(SIGNED_FROM, NUMBER);
  const sequence = frame.readUIntBE(SIGNED_FROM + NUMBER, NUMBER);
  return { stamp: { sender: sender.toString(), instance: instance.toString(), time, sequence }, packets };
}

function nameAt(frame: Buffer, at: number): Buffer {
  return frame.subarray(at + 1, at + 1 + frame.readUInt8(at));
}
