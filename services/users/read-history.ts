import type { Principal } from '../../lib/principal.ts';
import { systemPrincipal } from '../../lib/principal.ts';
import type { Aggregate, DomainEvent } from '../../mixins/event-store/event-store.types.ts';
import type { Document } from '../../mixins/store/store.types.ts';
import { toHistoryItem } from './domain/history-text.ts';
import type { HistoryItem } from './history.contract.ts';
import { canSeeAddressOf } from './users.permissions.ts';
import type { UsersService } from './users-service.ts';

interface HistoryAnswer {
  data: HistoryItem[];
  meta: { nextCursor: string | null };
}

/** A page of the history of a role or an account, newest first, with the names that the actors have now. */
export async function readHistory<State extends Document, E extends DomainEvent>(
  service: UsersService,
  user: Principal,
  aggregate: Aggregate<State, E>,
  id: string,
  { limit = 20, cursor }: { limit?: number; cursor?: string },
): Promise<HistoryAnswer> {
  const page = await service.events.history(aggregate, id, { limit, ...(cursor !== undefined && { cursor }) });
  const names = await namesOf(service, new Set(page.data.map(({ actor }) => actor)));
  const data = page.data.map(({ ip, ...entry }) => ({
    ...toHistoryItem(entry, names.get(entry.actor) ?? null),
    ...(ip !== undefined && canSeeAddressOf(user, entry.actor) && { ip }),
  }));
  return { data, meta: { nextCursor: page.nextCursor } };
}

async function namesOf(service: UsersService, actors: Set<string>): Promise<Map<string, string>> {
  const accounts = await service.users.accountsByIds([...actors]);
  return new Map([[systemPrincipal.id, 'System'], ...accounts.map(({ id, name }) => [id, name] as const)]);
}
