import { useHotkeys } from '@mantine/hooks';
import { useRef, useState } from 'react';

interface Options {
  ids: readonly string[];
  /** Record whose drawer is open: j and k then leaf through the drawer. */
  open: string | null;
  onOpen?: (id: string) => void;
  onToggle?: (id: string) => void;
  /** Asked when the end of what is loaded is reached. */
  onEnd?: () => void;
}

/** Rows by keyboard: j and k move, Enter opens, x selects. The focus really moves, so that readers follow. */
export function useRowKeys({ ids, open, onOpen, onToggle, onEnd }: Options) {
  const rows = useRef(new Map<string, HTMLTableRowElement>());
  const [active, setActive] = useState<string | null>(null);
  const current = open ?? (active !== null && ids.includes(active) ? active : null);

  const move = (step: number): void => {
    const index = current === null ? -1 : ids.indexOf(current);
    const next = current === null ? 0 : Math.min(ids.length - 1, Math.max(0, index + step));
    const id = ids[next];
    if (id === undefined) return;
    setActive(id);
    if (open === null) rows.current.get(id)?.focus();
    else if (id !== open) onOpen?.(id);
    if (step > 0 && next === ids.length - 1) onEnd?.();
  };
  const withCurrent = (act: ((id: string) => void) | undefined) => () => {
    if (current !== null) act?.(current);
  };

  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['x', withCurrent(onToggle)],
  ]);
  return {
    /** Props of one row. Exactly one row takes part in the tab order. */
    rowProps: (id: string) => ({
      ref: (element: HTMLTableRowElement | null) => {
        if (element) rows.current.set(id, element);
        else rows.current.delete(id);
      },
      tabIndex: id === (current ?? ids[0]) ? 0 : -1,
      onFocus: () => setActive(id),
      onKeyDown: (event: React.KeyboardEvent) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') onOpen?.(id);
        else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else return;
        event.preventDefault();
      },
    }),
  };
}
