import { defineContract } from '../../lib/contract.ts';
import { logLevels } from '../../lib/log-level.ts';
import { Type } from '../../lib/schema.ts';

/** Who asks, as the REPL knows it: for the log. */
const by = Type.String({ minLength: 1, maxLength: 128 });

/** What an operator can do to one node; the service of these actions is on every node of a cluster and is never routed. */
export const operationsContract = {
  drain: defineContract({
    name: '$operations.drain',
    summary: 'Takes the node out of the cluster, which goes on without it, or puts it back',
    auth: 'internal',
    params: Type.Object({ by, back: Type.Boolean() }, { additionalProperties: false }),
    response: Type.Object({ underWay: Type.Integer({ description: 'Calls that the node still works on.' }) }),
  }),
  logLevel: defineContract({
    name: '$operations.logLevel',
    summary: 'Logs at another level for a time',
    auth: 'internal',
    params: Type.Object(
      { by, level: Type.Enum([...logLevels]), seconds: Type.Integer({ minimum: 1, maximum: 86_400 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ until: Type.String({ format: 'date-time' }) }),
  }),
  breakers: defineContract({
    name: '$operations.breakers',
    summary: "The circuit breakers of this node's calls that are not closed",
    auth: 'internal',
    params: Type.Object({}, { additionalProperties: false }),
    response: Type.Array(
      Type.Object({
        nodeId: Type.String(),
        action: Type.String(),
        state: Type.Enum(['open', 'half-open']),
        since: Type.String({ format: 'date-time' }),
      }),
    ),
  }),
  readiness: defineContract({
    name: '$operations.readiness',
    summary: 'Why this node is not ready; nothing when it is',
    auth: 'internal',
    params: Type.Object({}, { additionalProperties: false }),
    response: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() })),
  }),
};
