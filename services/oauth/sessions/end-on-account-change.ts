import type { RecordedEvent } from '../../../mixins/event-store/event-store.types.ts';
import type { OAuthService } from '../oauth-service.ts';
import { announceAccountsChanged, announceEnded } from './announce.ts';

/** Events after which nobody may stay logged in to the account. */
const ENDING = new Set(['account.disabled', 'account.deleted', 'account.erased']);

/**
 * What an event of the users service means for the account's sessions. Only sessions that began before the event are ended:
 * it may be handled late, or once more, when the account was enabled again and someone has logged in since.
 */
export async function endOnAccountChange(this: OAuthService, event: RecordedEvent): Promise<void> {
  if (event.aggregate !== 'account') return;
  const { sessions, knownNetworks } = this.records;
  const userId = event.stream;
  if (ENDING.has(event.type)) {
    announceEnded(this, await sessions.endAllOf(userId, { before: event.at }));
  }
  if (event.type === 'account.passwordChanged') {
    announceEnded(this, await sessions.endAllOf(userId, { before: event.at, keep: keptSession(event) }));
  }
  if (event.type === 'account.erased') await knownNetworks.forgetAllOf(userId);
  announceAccountsChanged(this, [userId]);
}

/** Who changes their own password stays logged in where they did it. */
function keptSession({ data }: RecordedEvent): string | undefined {
  return typeof data.keptSessionId === 'string' ? data.keptSessionId : undefined;
}
