import { useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle(id: string): void;
  setAll(ids: readonly string[], selected: boolean): void;
  clear(): void;
}

const none: ReadonlySet<string> = new Set();

/**
 * Selected rows of a list. They belong to one question (search and filters): with another one nothing is selected, so that
 * nobody changes rows that are out of sight.
 */
export function useSelection(question: string): Selection {
  const [state, setState] = useState({ question, ids: none });
  const ids = state.question === question ? state.ids : none;
  const set = (next: ReadonlySet<string>): void => setState({ question, ids: next });
  return {
    ids,
    toggle: (id) => set(ids.symmetricDifference(new Set([id]))),
    setAll: (changed, selected) => set(selected ? ids.union(new Set(changed)) : ids.difference(new Set(changed))),
    clear: () => set(none),
  };
}
