import type { ActionSchema, Context, Service } from 'moleculer';
import type { ActionContract, Meta, PublishedContract } from '../lib/contract.ts';
import type { Static, TSchema } from '../lib/schema.ts';

/** The context that the action of this contract is called with. */
export type ActionContext<C> = C extends ActionContract<infer P, TSchema> ? Context<Static<P>, Meta> : never;

/** A Moleculer action from its contract and its handler; the contract goes with it into the registry. */
export function defineAction<P extends TSchema, R extends TSchema, S extends Service = Service>(
  contract: ActionContract<P, R>,
  handler: (this: S, ctx: Context<Static<P>, Meta>) => Promise<Static<R>> | Static<R>,
): ActionSchema {
  const published: PublishedContract = {
    summary: contract.summary,
    description: contract.description,
    auth: contract.auth,
    response: contract.response,
    status: contract.status ?? 200,
    problems: (contract.errors ?? []).map(({ status, code, title }) => ({ status, code, title })),
    idempotent: contract.idempotent ?? false,
    tags: contract.tags ?? [contract.name.slice(0, contract.name.indexOf('.'))],
    rateLimit: contract.rateLimit,
    responseType: contract.responseType,
  };
  return {
    ...contract.options,
    rest: contract.rest === undefined ? undefined : [contract.rest].flat().map(toRestRoute),
    visibility: contract.rest === undefined ? 'public' : 'published',
    auth: contract.auth,
    params: contract.params,
    contract: published,
    handler,
  } as unknown as ActionSchema;
}

/** moleculer-web's object form: its own basePath keeps moleculer-web from prefixing the service's name. */
function toRestRoute(rest: string) {
  const [method, path] = rest.split(' ');
  return { method, path, basePath: '/' };
}
