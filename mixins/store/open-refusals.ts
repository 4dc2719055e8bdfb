import { StoreOpenError } from './store.errors.ts';

/** Why a start is refused, whichever database it is: in words for the operator, with what to do. */
export const openRefusals = {
  newerVersion: (place: string, has: string, knows: string) =>
    new StoreOpenError(
      `The database ${place} was written by a newer version (${has}; this one knows ${knows}). Nothing was changed: start the newer version, or restore a backup from before the update.`,
    ),
  doubles: (collection: string, fields: readonly string[], cause: unknown) =>
    new StoreOpenError(
      `The collection "${collection}" cannot be made unique by ${fields.join(' and ')}: it holds documents with the same values. Nothing was changed: start the version before, remove the doubles, and start again.`,
      cause,
    ),
  lists: (collection: string, field: string) =>
    new StoreOpenError(
      `The collection "${collection}" cannot get an index on "${field}": documents hold a list there. Nothing was changed: declare the index by elements, or change those documents by a migration.`,
    ),
};
