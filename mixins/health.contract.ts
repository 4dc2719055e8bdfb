import { defineContract } from '../lib/contract.ts';
import { type Static, Type } from '../lib/schema.ts';

const healthStatus = Type.Enum(['ok', 'degraded', 'down'], {
  description: 'ok: works; degraded: works in part; down: does not work.',
});

export const serviceHealth = Type.Object({
  status: healthStatus,
  /** By name: "store", "consumers". */
  checks: Type.Record(Type.String(), Type.Object({ ok: Type.Boolean(), reason: Type.Optional(Type.String()) })),
});
export type ServiceHealth = Static<typeof serviceHealth>;
export type HealthStatus = ServiceHealth['status'];

export const healthContract = defineContract({
  name: 'service.health',
  summary: 'How this service is on this node',
  auth: 'internal',
  params: Type.Object({}, { additionalProperties: false }),
  response: serviceHealth,
});
