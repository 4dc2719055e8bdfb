import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { commonErrors, problemType } from '../../../lib/errors.ts';
import { grants } from '../../../lib/principal.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { consoleContract, type Overview } from '../console.contract.ts';
import type { PlatformService } from '../platform.ts';

type Part = Exclude<keyof Overview, 'problems'>;
type Parts = { [P in Part]: () => Promise<Overview[P]> };

const PATIENCE_MS = 2000;

export const readOverview = defineAction(consoleContract.overview, async function (this: PlatformService, ctx) {
  const { user } = ctx.meta;
  if (!user) throw commonErrors.unauthenticated();
  const parts: Parts = {
    user: () => ask<Overview['user']>(ctx, 'users.get', { id: user.id }),
    accounts: async () => (grants(user.permissions, 'users:read') ? ask(ctx, 'users.count', {}) : null),
    sessions: async () => ({ active: await countSessions(ctx) }),
    services: async () => {
      const { services } = await this.platform.health.report();
      return Object.entries(services).map(([name, { status }]) => ({ name, status }));
    },
  };
  return collect(parts);
});

/** All parts at once; one that fails is missing, not hidden, and does not take the others with it. */
async function collect(parts: Parts): Promise<Overview> {
  const overview: Overview = { user: null, accounts: null, sessions: null, services: null, problems: [] };
  const names = Object.keys(parts) as Part[];
  const settled = await Promise.allSettled(names.map((name) => parts[name]()));
  for (const [index, result] of settled.entries()) {
    const part = names[index] as Part;
    if (result.status === 'fulfilled') Object.assign(overview, { [part]: result.value });
    else overview.problems.push({ part, code: codeOf(result.reason) });
  }
  return overview;
}

function ask<T>(ctx: Context<unknown, Meta>, action: string, params: object): Promise<T> {
  return ctx.call<T, object>(action, params, { timeout: PATIENCE_MS });
}

async function countSessions(ctx: Context<unknown, Meta>): Promise<number> {
  const { meta } = await ask<{ meta: { total: number } }>(ctx, 'oauth.sessions.list', { limit: 1, count: 'exact' });
  return meta.total;
}

/** Moleculer's own types, such as SERVICE_NOT_FOUND, are no codes of this API: a part that cannot be asked is unavailable. */
function codeOf(error: unknown): string {
  const type = problemType(error);
  return type?.includes('.') ? type : commonErrors.unavailable.code;
}
