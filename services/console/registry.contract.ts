import type { Readable } from 'node:stream';
import { defineContract } from '../../lib/contract.ts';
import { type Static, type TSchema, Type } from '../../lib/schema.ts';
import { platformErrors } from './platform.errors.ts';

const nothing = Type.Object({}, { additionalProperties: false });
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** The registry is small and lives in memory: its lists come whole. */
const wholeListOf = <T extends TSchema>(item: T) =>
  Type.Object({ data: Type.Array(item), meta: Type.Object({ nextCursor: Type.Null(), total: Type.Integer() }) });

const breaker = Type.Enum(['closed', 'half-open', 'open'], {
  description: 'Circuit breaker of the calls from this Console; the worst of several.',
});
const latencyMs = nullable(
  Type.Number({ description: 'Milliseconds to the node and back; 0 for the Console itself.' }),
);
const cpu = nullable(Type.Number({ description: 'Processor load of the machine in percent.' }));

export const registryNode = Type.Object(
  {
    id: Type.String(),
    local: Type.Boolean({ description: 'Whether it is the node of the Console that answers.' }),
    available: Type.Boolean(),
    hostname: Type.String(),
    addresses: Type.Array(Type.String()),
    cpu,
    latencyMs,
    versions: Type.Object({ platform: nullable(Type.String()), moleculer: Type.String(), node: Type.String() }),
    services: Type.Array(Type.String()),
  },
  { $id: 'RegistryNode' },
);

export const registryService = Type.Object(
  {
    name: Type.String(),
    version: nullable(Type.String()),
    description: nullable(Type.String()),
    available: Type.Boolean(),
    breaker,
    nodes: Type.Array(Type.Object({ id: Type.String(), local: Type.Boolean(), available: Type.Boolean() })),
    actions: Type.Integer(),
    events: Type.Integer(),
    permissions: Type.Record(Type.String(), Type.String(), { description: 'Permission -> what it allows.' }),
  },
  { $id: 'RegistryService' },
);

export const registryAction = Type.Object(
  {
    name: Type.String(),
    service: Type.String(),
    summary: nullable(Type.String()),
    auth: nullable(Type.String({ description: '"public", "authenticated", "internal" or a permission.' })),
    rest: Type.Array(Type.String({ description: 'Method and path: "GET /api/v1/users/:id".' })),
    idempotent: Type.Boolean(),
    available: Type.Boolean(),
    endpoints: Type.Array(Type.Object({ nodeId: Type.String(), available: Type.Boolean(), breaker })),
  },
  { $id: 'RegistryAction' },
);

export const registryEvent = Type.Object(
  {
    name: Type.String(),
    group: Type.String({ description: 'Of the nodes of one group one gets an emitted event.' }),
    available: Type.Boolean(),
    nodes: Type.Array(Type.String()),
  },
  { $id: 'RegistryEvent' },
);

const statusNode = Type.Object({ id: Type.String(), local: Type.Boolean(), available: Type.Boolean(), cpu, latencyMs });

/** One frame of the stream: always the whole picture, so that a client may miss some. */
export const statusFrame = Type.Object(
  {
    at: Type.String({ format: 'date-time' }),
    services: Type.Array(
      Type.Object({
        name: Type.String(),
        status: Type.Enum(['up', 'degraded', 'down']),
        version: nullable(Type.String()),
        breaker,
        requests: Type.Number({ description: 'A second, as this Console saw them since the frame before.' }),
        errors: Type.Number({ description: 'Failures that were not the caller’s fault, a second.' }),
        latencyMs: nullable(Type.Number({ description: 'Mean duration of a call; null when there was none.' })),
        nodes: Type.Array(statusNode),
      }),
    ),
    nodes: Type.Array(statusNode),
  },
  { $id: 'StatusFrame' },
);

export type RegistryNode = Static<typeof registryNode>;
export type RegistryService = Static<typeof registryService>;
export type RegistryAction = Static<typeof registryAction>;
export type RegistryEvent = Static<typeof registryEvent>;
export type StatusFrame = Static<typeof statusFrame>;

const list = <T extends TSchema>(what: string, summary: string, item: T) =>
  defineContract({
    name: `console.list${what}`,
    summary,
    rest: `GET /api/v1/registry/${what.toLowerCase()}`,
    auth: 'platform:read',
    tags: ['registry'],
    params: nothing,
    response: wholeListOf(item),
  });

export const registryContract = {
  nodes: list('Nodes', 'Processes of the platform', registryNode),
  services: list('Services', 'Services and the nodes that run them', registryService),
  actions: list('Actions', 'Actions, their endpoints and circuit breakers', registryAction),
  events: list('Events', 'Events and who listens', registryEvent),
  stream: defineContract({
    name: 'console.streamStatus',
    summary: 'Live status of services and nodes',
    description:
      'Server-sent events named `status`, at once, on every change and every 2 seconds; the data of each is a whole ' +
      'StatusFrame. Comments keep the connection open. The stream ends with the access token: connect again with a new one.',
    rest: 'GET /api/v1/registry/stream',
    auth: 'platform:read',
    tags: ['registry'],
    params: nothing,
    response: Type.Unsafe<Readable>({ type: 'string', description: 'text/event-stream of StatusFrame' }),
    responseType: 'text/event-stream',
    errors: [platformErrors.tooManyStreams],
  }),
};
