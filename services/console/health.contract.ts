import { defineContract } from '../../lib/contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import { serviceHealth } from '../../mixins/health.contract.ts';
import { platformErrors } from './platform.errors.ts';

const nothing = Type.Object({}, { additionalProperties: false });
const status = serviceHealth.properties.status;

export const healthSummary = Type.Object(
  { status, services: Type.Record(Type.String(), Type.Object({ status })) },
  { $id: 'HealthSummary' },
);

export const healthDetail = Type.Object(
  {
    status,
    version: Type.String({ description: 'Version of the platform that this Console runs.' }),
    node: Type.String({ description: 'Node of the Console that answered.' }),
    startedAt: Type.String({ format: 'date-time' }),
    uptimeSeconds: Type.Integer(),
    memoryBytes: Type.Integer({ description: 'Resident memory of the process.' }),
    eventLoopDelayMs: Type.Number({ description: '99th percentile since the process started.' }),
    services: Type.Record(
      Type.String(),
      Type.Object({
        status,
        nodes: Type.Array(Type.Object({ id: Type.String(), ...serviceHealth.properties })),
      }),
    ),
  },
  { $id: 'HealthDetail' },
);
export type HealthDetail = Static<typeof healthDetail>;

export const healthContract = {
  summary: defineContract({
    name: 'console.healthSummary',
    summary: 'How the platform is',
    description: 'Always 200 when the Console answers: the status of everything behind it is in the body.',
    rest: 'GET /health',
    auth: 'public',
    sheddable: false,
    tags: ['health'],
    params: nothing,
    response: healthSummary,
  }),
  live: defineContract({
    name: 'console.healthLive',
    summary: 'Whether the process runs',
    rest: 'GET /health/live',
    auth: 'public',
    sheddable: false,
    rateLimit: 'none',
    tags: ['health'],
    params: nothing,
    response: Type.Object({ status: Type.Literal('ok') }),
  }),
  ready: defineContract({
    name: 'console.healthReady',
    summary: 'Whether the process may be sent requests',
    description: 'Otherwise a 503 whose `errors` say what is missing.',
    rest: 'GET /health/ready',
    auth: 'public',
    sheddable: false,
    rateLimit: 'none',
    tags: ['health'],
    params: nothing,
    response: Type.Object({ status: Type.Literal('ok') }),
    errors: [platformErrors.notReady],
  }),
  detail: defineContract({
    name: 'console.healthDetail',
    summary: 'How every service is on every node, and why',
    rest: 'GET /api/v1/health',
    auth: 'platform:read',
    sheddable: false,
    tags: ['health'],
    params: nothing,
    response: healthDetail,
  }),
};
