import type { ReactNode } from 'react';

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Sort key of the API; without it the column cannot be sorted by. */
  sortKey?: string;
  /** CSS width; the columns without one share what is left. */
  width?: string;
  align?: 'end';
  /** Least width of the table in which the column is shown; the essential ones have none and are there on a phone too. */
  from?: 'tablet' | 'desktop';
  /** Not shown until chosen. */
  optional?: boolean;
  /** Cannot be hidden. */
  fixed?: boolean;
}

export interface SavedView {
  name: string;
  /** Query string of the list's address. */
  search: string;
}
