import type { ActionSchema, Context, Service } from 'moleculer';
import type { ActionContract, Meta, PublishedContract } from '../lib/contract.ts';
import type { Static, TSchema } from '../lib/schema.ts';
import { StartError } from '../lib/start-error.ts';

/** The context that the action of this contract is called with. */
export type ActionContext<C> = C extends ActionContract<infer P, TSchema> ? Context<Static<P>, Meta> : never;

/** A Moleculer action from its contract and its handler; the contract goes with it into the registry. */
export function defineAction<P extends TSchema, R extends TSchema, S extends Service = Service>(
  contract: ActionContract<P, R>,
  handler: (this: S, ctx: Context<Static<P>, Meta>) => Promise<Static<R>> | Static<R>,
): ActionSchema {
  assertCacheable(contract);
  const published: PublishedContract = {
    summary: contract.summary,
    description: contract.description,
    auth: contract.auth,
    response: plain(contract.response),
    status: contract.status ?? 200,
    problems: (contract.errors ?? []).map(({ status, code, title }) => ({ status, code, title })),
    idempotent: contract.idempotent ?? false,
    tags: contract.tags ?? [contract.name.slice(0, contract.name.indexOf('.'))],
    rateLimit: contract.rateLimit,
    sheddable: contract.sheddable,
    cache: contract.cache,
    responseType: contract.responseType,
  };
  return {
    ...contract.options,
    rest: contract.rest === undefined ? undefined : [contract.rest].flat().map(toRestRoute),
    visibility: contract.rest === undefined ? 'public' : 'published',
    auth: contract.auth,
    params: plain(contract.params),
    contract: published,
    handler,
  } as unknown as ActionSchema;
}

/** Stops the start where a write, or an answer with tokens in it, would be kept. */
function assertCacheable({ name, cache, rest, rateLimit }: ActionContract): void {
  if (cache === undefined) return;
  const isRead = rest !== undefined && [rest].flat().every((route) => route.startsWith('GET '));
  if (isRead && rateLimit !== 'credentials') return;
  throw new StartError(`The action ${name} has "cache", which is for GETs that try no secret.`);
}

/**
 * The schema as JSON, nothing in it twice: of an object that is used in two places Moleculer sends only the first to other nodes,
 * as if the second were a cycle, and a Console elsewhere would neither check nor answer those fields.
 */
function plain<T extends TSchema>(schema: T): T {
  return JSON.parse(JSON.stringify(schema)) as T;
}

/** moleculer-web's object form: its own basePath keeps moleculer-web from prefixing the service's name. */
function toRestRoute(rest: string) {
  const [method, path] = rest.split(' ');
  return { method, path, basePath: '/' };
}
