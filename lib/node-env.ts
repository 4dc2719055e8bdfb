import { Type } from './schema.ts';

/** Variables of the HTTP server that each process of a cluster has for itself; part of envSchema. */
export const nodeEnv = {
  NODE_HOST: Type.String({
    default: '127.0.0.1',
    description:
      'Address on which a process of a cluster serves its own /health/live and /health/ready, and bytes to other nodes.',
  }),
  NODE_PORT: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 0,
    description: 'Port of the same. 0 takes a free one, which the log and the registry tell.',
  }),
  NODE_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^https?://[^/]+$',
      description:
        'Origin under which other nodes reach the same, for streams and large answers. Default: NODE_HOST (0.0.0.0: the first outer address) and NODE_PORT.',
    }),
  ),
  NODE_CERT_FILE: Type.Optional(
    Type.String({
      description:
        'PEM file with the certificate of this node. With NODE_KEY_FILE and NODE_CA_FILE bytes between nodes go over mutual TLS.',
    }),
  ),
  NODE_KEY_FILE: Type.Optional(Type.String({ description: 'PEM file with the key of that certificate.' })),
  NODE_CA_FILE: Type.Optional(
    Type.String({
      description: 'PEM file with the authority that signs the certificates of all nodes, and of nothing else.',
    }),
  ),
};
