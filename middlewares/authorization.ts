import type { ActionSchema, Context, Middleware, ServiceSchema } from 'moleculer';
import type { Access, Meta } from '../lib/contract.ts';
import { commonErrors } from '../lib/errors.ts';
import { grants } from '../lib/principal.ts';
import { StartError } from '../lib/start-error.ts';

type Guarded = ActionSchema & { auth?: Access; rest?: unknown };
type Handler = (ctx: Context<unknown, Meta>) => Promise<unknown>;

/**
 * Enforces the `auth` of each action in the service that owns it, whoever calls. It has to be the outermost middleware: in
 * Moleculer's default order a cache hit is answered before the middlewares of users are asked.
 */
export const authorization: Middleware = {
  name: 'Authorization',

  serviceCreating(_service: unknown, schema: ServiceSchema) {
    const permissions = Object.keys((schema.metadata?.permissions as object | undefined) ?? {});
    assertHooksExist(schema.name, schema.hooks, schema.methods);
    for (const [key, action] of Object.entries(schema.actions ?? {})) {
      if (action === false || typeof action !== 'object') continue;
      assertGuarded(`${schema.name}.${key}`, action as Guarded, permissions);
      assertHooksExist(`${schema.name}.${key}`, action.hooks, schema.methods);
    }
  },

  localAction(next: Handler, action: Guarded): Handler {
    const { auth } = action;
    if (auth === undefined || auth === 'public' || auth === 'internal') return next;
    return (ctx) => {
      const { user } = ctx.meta;
      if (!user) return Promise.reject(commonErrors.unauthenticated());
      if (auth !== 'authenticated' && !grants(user.permissions, auth)) {
        return Promise.reject(commonErrors.forbidden({ detail: `This needs the permission ${auth}.` }));
      }
      return next(ctx);
    };
  },
} as Middleware;

/** Stops the start for an action that could be reached over HTTP without anybody having said by whom. */
function assertGuarded(name: string, action: Guarded, permissions: string[]): void {
  const { auth, params } = action;
  if (params !== undefined && auth !== undefined && (params as { type?: unknown }).type !== 'object') {
    // The validator takes other schemas for those of Moleculer's own actions and lets everything through.
    throw new StartError(
      `The params of the action ${name} have to be one Type.Object: nothing else would be validated.`,
    );
  }
  if (auth === undefined) {
    if (action.rest === undefined) return;
    throw new StartError(`The action ${name} has "rest" but no "auth": say "public", "authenticated" or a permission.`);
  }
  if (auth === 'internal' && action.rest !== undefined) {
    throw new StartError(`The action ${name} is "internal" and has "rest": an internal action is never routed.`);
  }
  if (auth === 'public' || auth === 'authenticated' || auth === 'internal' || permissions.includes(auth)) return;
  throw new StartError(
    `The action ${name} needs the permission "${auth}", which its service does not declare in metadata.permissions.`,
  );
}

/** Moleculer passes over a hook whose method it does not find: a guard with a misspelt name would guard nothing. */
function assertHooksExist(name: string, hooks: unknown, methods: Record<string, unknown> = {}): void {
  if (typeof hooks === 'string') {
    if (typeof methods[hooks] !== 'function')
      throw new StartError(`${name} names the hook "${hooks}", which its service does not have.`);
  } else if (typeof hooks === 'object' && hooks !== null) {
    for (const hook of Object.values(hooks)) assertHooksExist(name, hook, methods);
  }
}
