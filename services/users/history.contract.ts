import { pageParams } from '../../lib/list-contract.ts';
import { type Static, Type } from '../../lib/schema.ts';

export const idParam = Type.String({ minLength: 1, maxLength: 64, description: 'Opaque id.' });

export const historyParams = Type.Object({ id: idParam, ...pageParams }, { additionalProperties: false });

/** One change, as a person can read it and as a program can. */
export const historyEntry = Type.Object({
  version: Type.Integer({ description: 'Version that the object had after it.' }),
  type: Type.String({ description: 'Name of the event, such as "account.rolesChanged".' }),
  at: Type.String({ format: 'date-time' }),
  actor: Type.String({ description: 'Id of the account that did it, or "system".' }),
  actorName: Type.Union([Type.String(), Type.Null()], { description: 'Null when that account is gone.' }),
  ip: Type.Optional(
    Type.String({ description: 'Where from; only for those who may see accounts, and for own doing.' }),
  ),
  text: Type.String({ description: 'The change as an English sentence.' }),
  changes: Type.Array(Type.Object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
});
export type HistoryItem = Static<typeof historyEntry>;

export const historyPage = Type.Object({
  data: Type.Array(historyEntry),
  meta: Type.Object({ nextCursor: Type.Union([Type.String(), Type.Null()]) }),
});
