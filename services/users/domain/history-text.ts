import type { HistoryEntry } from '../../../mixins/event-store/event-store.types.ts';
import type { HistoryItem } from '../history.contract.ts';

type Change = HistoryEntry['changes'][number];

/** What only this service needs, and times that the entry has anyway. */
const HIDDEN_FIELDS = new Set([
  'credentialsChangedAt',
  'keptSessionId',
  'disabledWhenDeleted',
  'createdAt',
  'deletedAt',
  'builtIn',
]);

/** Events that say it all by their name. */
const SENTENCES: Record<string, string> = {
  'account.created': 'made the account',
  'account.passwordChanged': 'changed the password',
  'account.disabled': 'disabled the account',
  'account.enabled': 'enabled the account',
  'account.deleted': 'deleted the account',
  'account.restored': 'restored the account',
  'role.created': 'made the role',
  'role.removed': 'removed the role',
};

/** An entry of the history as it is answered: what changed, and the same as a sentence. */
export function toHistoryItem(entry: Omit<HistoryEntry, 'ip'>, actorName: string | null): HistoryItem {
  const { version, type, at, actor } = entry;
  const changes = entry.changes.filter(({ field }) => !HIDDEN_FIELDS.has(field));
  const deed = SENTENCES[type] ?? changes.map(describe).join(', ');
  return { version, type, at, actor, actorName, text: `${actorName ?? 'Someone'} ${deed}`, changes };
}

function describe({ field, from, to }: Change): string {
  return `changed ${field} from ${inWords(from)} to ${inWords(to)}`;
}

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(String).join(', ');
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
