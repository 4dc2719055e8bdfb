import { defineContract } from '../../lib/contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import { serviceHealth } from '../../mixins/health.contract.ts';
import { healthContract } from './health.contract.ts';
import { registryContract } from './registry.contract.ts';

export type { HealthDetail } from './health.contract.ts';
export type { RegistryAction, RegistryEvent, RegistryNode, RegistryService, StatusFrame } from './registry.contract.ts';

const nothing = Type.Object({}, { additionalProperties: false });

/** Counts of accounts, as the users service answers them to the Console. */
const accountCounts = Type.Object({ total: Type.Integer(), active: Type.Integer(), disabled: Type.Integer() });

export const overview = Type.Object(
  {
    user: Type.Union([
      Type.Object({
        id: Type.String(),
        email: Type.String(),
        name: Type.String(),
        roles: Type.Array(Type.String()),
      }),
      Type.Null(),
    ]),
    accounts: Type.Union([accountCounts, Type.Null()], { description: 'Only for those with users:read.' }),
    sessions: Type.Union([Type.Object({ active: Type.Integer() }), Type.Null()], {
      description: 'How many sessions the caller has.',
    }),
    services: Type.Union([
      Type.Array(Type.Object({ name: Type.String(), status: serviceHealth.properties.status })),
      Type.Null(),
    ]),
    problems: Type.Array(Type.Object({ part: Type.String(), code: Type.String() }), {
      description: 'Parts that are null because their service failed, with the code of its problem.',
    }),
  },
  { $id: 'Overview' },
);
export type Overview = Static<typeof overview>;

export const consoleContract = {
  health: healthContract,
  registry: registryContract,
  openapi: defineContract({
    name: 'console.describeApi',
    summary: 'This API as an OpenAPI 3.1 document',
    description: 'Made from the contracts of the services that run now.',
    rest: 'GET /api/v1/openapi.json',
    auth: 'public',
    tags: ['platform'],
    params: nothing,
    response: Type.Unsafe<string>({ type: 'object', description: 'An OpenAPI 3.1 document.' }),
    cache: { seconds: 1, vary: 'public' },
    responseType: 'application/json; charset=utf-8',
  }),
  overview: defineContract({
    name: 'console.overview',
    summary: 'What a first page shows, in one answer',
    description:
      'Asked from several services at once, each for two seconds. What one of them does not answer is null and listed in `problems`.',
    rest: 'GET /api/v1/overview',
    auth: 'authenticated',
    tags: ['platform'],
    params: nothing,
    response: overview,
  }),
  metrics: defineContract({
    name: 'console.readMetrics',
    summary: 'Metrics for Prometheus',
    description: 'Also with METRICS_TOKEN as bearer token.',
    rest: 'GET /metrics',
    auth: 'platform:read',
    sheddable: false,
    tags: ['platform'],
    params: nothing,
    response: Type.String(),
    responseType: 'text/plain; version=0.0.4; charset=utf-8',
  }),
};

export const consolePermissions = {
  'platform:read': 'See nodes, services, their health and metrics',
  'platform:write': 'Operate the platform',
};
