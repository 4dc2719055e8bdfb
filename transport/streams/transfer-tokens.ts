import type { KeyObject } from 'node:crypto';
import { deriveKeys } from '../../lib/secret.ts';
import { type SigningKey, sign, signatureOf, signingKey, verify } from '../packet-signature.ts';
import type { Refusals } from '../refusals.ts';
import { ReplayGuard } from '../replay-guard.ts';
import type { Head } from './head.ts';
import { chunkKey } from './sealed-chunks.ts';

/** Keys of the chunks that go with a head. */
interface ChunkKeys {
  request: KeyObject;
  answer: KeyObject;
}

export interface Verified extends ChunkKeys {
  sender: string;
  head: Head;
  /** What is beside the head: the packet of a call. */
  packet: Buffer;
}

interface Self {
  nodeID: string;
  instanceID: string;
  /** Name of a node's channel, with the namespace in it. */
  channelOf(nodeId: string): string;
}

/**
 * The internal token of a transfer: its head under the signature that packets have too, with keys of its own purpose. It is bound to the
 * namespace, the sender and its run, the receiver, the time and what is asked, and passes once.
 */
export class TransferTokens {
  readonly #keys: readonly [SigningKey, ...SigningKey[]];
  readonly #replays = new ReplayGuard(Date.now());
  readonly #self: Self;
  readonly #refusals: Refusals;
  #sequence = 0;

  constructor(self: Self, refusals: Refusals) {
    const [current, ...others] = deriveKeys('node-streams');
    this.#keys = [signingKey(current), ...others.map(signingKey)];
    this.#self = self;
    this.#refusals = refusals;
  }

  sign(target: string, head: Head, packet: Buffer = Buffer.alloc(0)): ChunkKeys & { frame: Buffer } {
    this.#sequence += 1;
    const { nodeID, instanceID, channelOf } = this.#self;
    const stamp = { sender: nodeID, instance: instanceID, time: Date.now(), sequence: this.#sequence };
    const parts = [Buffer.from(JSON.stringify(head)), packet];
    const frame = sign(this.#keys[0], channelOf(target), stamp, parts);
    return { frame, ...this.#chunkKeys(frame) };
  }

  /** Null for what was not made by a node of this installation for this node, or was here before; counted and logged. */
  verify(frame: Buffer): Verified | null {
    const channel = this.#self.channelOf(this.#self.nodeID);
    const verified = verify(this.#keys, channel, frame);
    const refusal = typeof verified === 'string' ? verified : this.#replays.refusal(verified.stamp, Date.now());
    if (refusal !== null || typeof verified === 'string') {
      this.#refusals.add(refusal ?? 'malformed', channel, frame);
      return null;
    }
    const [head = Buffer.alloc(0), packet = Buffer.alloc(0)] = verified.packets;
    return {
      sender: verified.stamp.sender,
      head: JSON.parse(head.toString()) as Head,
      packet,
      ...this.#chunkKeys(frame),
    };
  }

  #chunkKeys(frame: Buffer): ChunkKeys {
    const signature = signatureOf(this.#keys, frame);
    if (signature === undefined) throw new Error('The frame was signed by nobody known.');
    return { request: chunkKey(signature, 'request'), answer: chunkKey(signature, 'answer') };
  }
}
