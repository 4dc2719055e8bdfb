import { defineContract } from '../../lib/contract.ts';
import { Type } from '../../lib/schema.ts';

const recordedEvent = Type.Object({
  id: Type.String(),
  position: Type.Integer(),
  aggregate: Type.String(),
  stream: Type.String(),
  version: Type.Integer(),
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
  at: Type.String(),
  actor: Type.String(),
  ip: Type.Optional(Type.String()),
  requestId: Type.Optional(Type.String()),
});

/** Actions that the mixin adds to a service; their names are prefixed with the service's. */
export const eventStoreContract = {
  readEvents: defineContract({
    name: 'events.read',
    summary: "Reads a service's log after a position, for consumers",
    auth: 'internal',
    idempotent: true,
    params: Type.Object(
      { after: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 200 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      events: Type.Array(recordedEvent),
      head: Type.Integer({ description: 'Position of the newest event of the log.' }),
    }),
  }),
  rebuildProjections: defineContract({
    name: 'projections.rebuild',
    summary: 'Folds the log again and mends every projection that differs from it',
    auth: 'internal',
    idempotent: true,
    params: Type.Object(
      { check: Type.Optional(Type.Boolean({ description: 'Only name what differs.' })) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      streams: Type.Integer(),
      events: Type.Integer(),
      differing: Type.Array(Type.String()),
    }),
    // As long as the log is: an operator started it and waits.
    options: { timeout: 0 },
  }),
};
