/** Bytes of a packet that still goes over Redis; what is larger goes from process to process. */
export const LARGEST_OVER_REDIS = 256 * 1024;
/** Bytes of a packet that goes from process to process. Both ends hold it in memory; what may be larger is a stream. */
export const LARGEST_PACKET = 32 * 1024 * 1024;
/** Bytes of a stream: nothing is held, but a stream without end would keep a disk or a client busy for ever. */
export const LARGEST_STREAM = 16 * 1024 ** 3;
/** Bytes of the signed head of a transfer, read before its signature can be checked. */
export const LARGEST_HEAD = LARGEST_OVER_REDIS + 16 * 1024;
/** Heads that are being read at the same time: whoever reaches this port may send one, and it is held until it can be checked. */
export const MOST_HEADS = 500;
/** Bytes of one sealed chunk. */
export const LARGEST_CHUNK = 1024 * 1024;

/** Milliseconds without a byte in either direction, after which a transfer is broken off. */
export const IDLE = 30_000;
/** Milliseconds for connection, head and acceptance of a transfer. */
export const HEAD_WITHIN = 5_000;
/** Milliseconds for which an answer is kept for the caller to fetch, and how many are at the same time. */
export const OFFERED_FOR = 5_000;
export const MOST_OFFERS = 1_000;
