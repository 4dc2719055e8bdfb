import type { ErrorFactory } from './errors.ts';
import type { Principal } from './principal.ts';
import type { Static, TSchema } from './schema.ts';

/**
 * Who may call an action: "public" (anyone), "authenticated" (any logged-in account; the action decides about objects),
 * "internal" (other services only, never routed), or a permission such as "users:read".
 */
export type Access = 'public' | 'authenticated' | 'internal' | `${string}:${string}`;

/** The public door of one action. Types, validation, documentation and the response serialiser all come from it. */
export interface ActionContract<P extends TSchema = TSchema, R extends TSchema = TSchema> {
  /** Full action name: "users.list". */
  name: `${string}.${string}`;
  summary: string;
  description?: string;
  /** Method and path from the root: "GET /api/v1/users/:id". Without it the action cannot be reached over HTTP. */
  rest?: string | string[];
  auth: Access;
  /** Path and query parameters (GET, HEAD, DELETE) or path parameters and body (others), as one flat object. */
  params: P;
  response: R;
  /** Success status; 200 unless told. */
  status?: 200 | 201 | 202 | 204;
  /** Problems that this action may answer beyond those that every action may. */
  errors?: ErrorFactory[];
  /** May be called again by the platform when the answer was lost. GETs are. */
  idempotent?: boolean;
  /** "credentials": counted against AUTH_RATE_LIMIT by address, because it tries a secret; "none": asked by load balancers. */
  rateLimit?: 'credentials' | 'none';
  /** false: also answered when the process has too much to do, because whoever watches over it asks. */
  sheddable?: false;
  /** Lets the Console answer a GET from memory. */
  cache?: CacheRule;
  /** Headings in the documentation; the service's name unless told. */
  tags?: string[];
  /** "text/event-stream" and the like, when the answer is not JSON. */
  responseType?: string;
  /** Moleculer's own options for the action, such as `bulkhead`, `timeout` or `cache`. */
  options?: Record<string, unknown>;
}

/** How the Console may keep an answer. It never keeps an error, nor what comes with credentials. */
export interface CacheRule {
  /** How old an answer can be at most. */
  seconds: number;
  /** "public": the same for everybody who may ask; "caller": for one account, session and set of permissions. */
  vary: 'public' | 'caller';
  /** Broker events that make it old at once: "<service>.events.appended" or "<service>.<things>.changed". Hints, which may get lost. */
  invalidatedBy?: string[];
}

/** What travels beside the parameters of a call. */
export interface Meta {
  user?: Principal | null;
  /** The HTTP client, as the Console saw it. */
  client?: { ip: string; userAgent?: string };
  /** Versions of the If-Match header: the write must be refused with 412 unless the current one is among them. */
  ifMatch?: number[];
  $statusCode?: number;
  $location?: string;
  $responseHeaders?: Record<string, string>;
  $responseType?: string;
}

/** Contract as it travels through Moleculer's registry with the action: plain JSON. */
export interface PublishedContract {
  summary: string;
  description?: string;
  auth: Access;
  response: TSchema;
  status: number;
  problems: { status: number; code: string; title: string }[];
  idempotent: boolean;
  tags: string[];
  rateLimit?: 'credentials' | 'none';
  sheddable?: false;
  cache?: CacheRule;
  responseType?: string;
}

export type ActionResult<C> = C extends ActionContract<TSchema, infer R> ? Static<R> : never;
export type ActionParams<C> = C extends ActionContract<infer P, TSchema> ? Static<P> : never;

/** Keeps the schemas' types of one contract. */
export function defineContract<P extends TSchema, R extends TSchema>(
  contract: ActionContract<P, R>,
): ActionContract<P, R> {
  return contract;
}
