import { defineContract } from '../../lib/contract.ts';
import { Type } from '../../lib/schema.ts';

/** The action that the mixin adds to a service; its name is prefixed with the service's. */
export const eventConsumerContract = {
  status: defineContract({
    name: 'consumers.status',
    summary: "Tells how far this service's consumers of other services' logs have come",
    auth: 'internal',
    idempotent: true,
    params: Type.Object({}, { additionalProperties: false }),
    response: Type.Array(
      Type.Object({
        name: Type.String(),
        source: Type.String(),
        position: Type.Integer(),
        lag: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Events that wait to be handled; null while the source cannot be asked.',
        }),
        lastError: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  }),
};
