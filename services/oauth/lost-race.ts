import { commonErrors, problemType } from '../../lib/errors.ts';
import { storeErrors } from '../../mixins/store/store.errors.ts';

/** What the store says when another caller was faster: something else is there than this one expected. */
const LOST = new Set([storeErrors.duplicate.code, storeErrors.unmatched.code, commonErrors.versionConflict.code]);

/** Resolves to whether the write took place; false when a parallel one won. Anything else that went wrong is thrown. */
export async function won(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (LOST.has(problemType(error) ?? '')) return false;
    throw error;
  }
}
