import { defineErrors, type Problem } from '../../lib/errors.ts';
import { StartError } from '../../lib/start-error.ts';

/** Problems of every store, whichever database is behind it. Versions, room and availability are in `commonErrors`. */
export const storeErrors = defineErrors('store', {
  duplicate: { status: 409, title: 'Something with these values is already there' },
  unmatched: { status: 409, title: 'What this change is about is not, or no longer, as expected' },
  invalidFilter: { status: 422, title: 'The filter is not understood' },
  invalidField: { status: 422, title: 'This name cannot be used for a field' },
  invalidCursor: { status: 422, title: 'The cursor does not belong to this list' },
  invalidChanges: { status: 422, title: 'The changes cannot be applied' },
  invalidDocument: { status: 422, title: 'This cannot be stored' },
});

/** A database that must not be used: the start is refused, nothing was changed. The message says what happened and what to do. */
export class StoreOpenError extends StartError {}

/** What a unique index (or the id) refused: names the fields, never their values. */
export function duplicateOf(fields: readonly string[], cause: unknown): Problem {
  const message = `There is one with the same ${fields.join(' and ')} already.`;
  const errors = fields.map((field) => ({ field, code: 'duplicate', message }));
  return storeErrors.duplicate({ detail: message, errors, cause });
}
