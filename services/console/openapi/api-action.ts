import type { ServiceBroker } from 'moleculer';
import type { PublishedContract } from '../../../lib/contract.ts';
import type { RouteSource } from '../gateway/router.ts';

export interface ParamsSchema {
  properties?: Record<string, Record<string, unknown>>;
  required?: string[];
  [keyword: string]: unknown;
}

/** One way into one action, as the registry tells. */
export interface ApiAction {
  name: string;
  method: string;
  /** Template: "/api/v1/users/:id". */
  path: string;
  params: ParamsSchema;
  contract: PublishedContract;
}

interface RegisteredAction {
  name: string;
  visibility?: string;
  rest?: { method: string; path: string }[];
  params?: ParamsSchema;
  contract?: PublishedContract;
}

/** What can be reached over HTTP, on whatever node it runs, and what could be if its service were not away. */
export function listApiActions(broker: ServiceBroker, known: readonly RouteSource[] = []): ApiAction[] {
  const running = broker.registry
    .getActionList({ skipInternal: true })
    .map(({ action }) => action as RegisteredAction | undefined)
    .flatMap((action) => (action === undefined ? [] : waysInto(action)));
  const taken = new Set(running.map(wayInto));
  const away = known.map(toApiAction).filter((action) => !taken.has(wayInto(action)));
  return [...running, ...away].sort((left, right) =>
    `${left.path} ${left.method}`.localeCompare(`${right.path} ${right.method}`, 'en'),
  );
}

function wayInto({ method, path }: ApiAction): string {
  return `${method} ${path}`;
}

function toApiAction({ method, path, action: { name = '', params, contract } }: RouteSource): ApiAction {
  return { name, method, path, params: params as ParamsSchema, contract: contract as PublishedContract };
}

function waysInto({ name, visibility, rest, params = {}, contract }: RegisteredAction): ApiAction[] {
  if (visibility !== 'published' || contract === undefined || !Array.isArray(rest)) return [];
  return rest.map(({ method, path }) => ({ name, method, path, params, contract }));
}
