/**
 * Of the meta of a call, what goes back to the caller: what the action says about its answer. What it was called with, identity
 * and permissions first, the caller knows.
 */
export function answerMeta(meta: Record<string, unknown> | null | undefined): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const name in meta) {
    if (name.startsWith('$')) said[name] = meta[name];
  }
  return said;
}
