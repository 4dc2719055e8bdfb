import type { ServiceBroker } from 'moleculer';
import type { PublishedContract } from '../../../lib/contract.ts';

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

/** What can be reached over HTTP now, on whatever node it runs. */
export function listApiActions(broker: ServiceBroker): ApiAction[] {
  return broker.registry
    .getActionList({ skipInternal: true })
    .map(({ action }) => action as RegisteredAction | undefined)
    .flatMap((action) => (action === undefined ? [] : waysInto(action)))
    .sort((left, right) => `${left.path} ${left.method}`.localeCompare(`${right.path} ${right.method}`, 'en'));
}

function waysInto({ name, visibility, rest, params = {}, contract }: RegisteredAction): ApiAction[] {
  if (visibility !== 'published' || contract === undefined || !Array.isArray(rest)) return [];
  return rest.map(({ method, path }) => ({ name, method, path, params, contract }));
}
