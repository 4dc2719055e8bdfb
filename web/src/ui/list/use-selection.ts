import { useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle(id: string): void;
  setAll(ids: readonly string[], selected: boolean): void;
  clear(): void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (id) => setIds((current) => current.symmetricDifference(new Set([id]))),
    setAll: (changed, selected) =>
      setIds((current) => (selected ? current.union(new Set(changed)) : current.difference(new Set(changed)))),
    clear: () => setIds(new Set()),
  };
}
