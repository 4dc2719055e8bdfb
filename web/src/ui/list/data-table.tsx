import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import classes from './data-table.module.css';
import type { Column } from './list.types.ts';
import { TableSkeleton } from './table-skeleton.tsx';
import { useRowKeys } from './use-row-keys.ts';
import type { Selection } from './use-selection.ts';

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  /** Undefined while they are loaded for the first time. */
  rows: readonly T[] | undefined;
  rowId: (row: T) => string;
  rowName: (row: T) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  selection?: Selection;
  open?: string | null;
  onOpen?: (id: string) => void;
  onEnd?: () => void;
  /** The rows are of the filter before; those of the new one are on the way. */
  stale?: boolean;
}

/** A table of records: sticky head, sorting, selection, rows by keyboard, skeletons of the right height. */
export function DataTable<T>(props: Props<T>) {
  const { label, columns, rows, rowId, rowName, selection, open = null, onOpen, onEnd, stale = false } = props;
  const ids = (rows ?? []).map(rowId);
  const { rowProps } = useRowKeys({ ids, open, onOpen, onToggle: selection?.toggle, onEnd });
  const openByClick = (event: MouseEvent, id: string): void => {
    // A click on a control in the row is for the control, and selecting text is not opening.
    const onControl = event.target instanceof Element && event.target.closest('a, button, input, label');
    if (!onControl && getSelection()?.isCollapsed !== false) onOpen?.(id);
  };
  return (
    <div className={classes.container}>
      <table
        className={classes.table}
        aria-label={label}
        aria-busy={rows === undefined || stale}
        data-stale={stale || undefined}
      >
        <Head {...props} ids={ids} />
        <tbody>
          {rows === undefined ? (
            <TableSkeleton columns={columns} selectable={selection !== undefined} />
          ) : (
            rows.map((row) => {
              const id = rowId(row);
              const selected = selection?.ids.has(id) ?? false;
              return (
                <tr
                  key={id}
                  {...rowProps(id)}
                  className={classes.row}
                  data-open={id === open || undefined}
                  data-selected={selected || undefined}
                  data-clickable={onOpen !== undefined || undefined}
                  aria-selected={selection ? selected : undefined}
                  onClick={(event) => openByClick(event, id)}
                >
                  {selection && (
                    <td className={classes.check}>
                      <Checkbox
                        aria-label={`Select ${rowName(row)}`}
                        checked={selected}
                        onChange={() => selection.toggle(id)}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.id} data-from={column.from} data-align={column.align}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })
          )}
        </tbody>
      </table>
    </div>
  );
}

function Head<T>({ columns, selection, ids, sort, onSort }: Props<T> & { ids: readonly string[] }) {
  const chosen = ids.filter((id) => selection?.ids.has(id)).length;
  return (
    <thead>
      <tr>
        {selection && (
          <th className={classes.check} scope="col">
            <Checkbox
              aria-label="Select all that are shown"
              checked={chosen > 0 && chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              disabled={ids.length === 0}
              onChange={() => selection.setAll(ids, chosen < ids.length)}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell<T>({ column, sort, onSort }: { column: Column<T> } & Pick<Props<T>, 'sort' | 'onSort'>) {
  const { id, header, sortKey, width, from, align } = column;
  const ascending = sortKey !== undefined && sort === sortKey;
  const descending = sortKey !== undefined && sort === `-${sortKey}`;
  const Arrow = descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      key={id}
      scope="col"
      style={{ width }}
      data-from={from}
      data-align={align}
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : undefined}
    >
      {sortKey && onSort ? (
        <UnstyledButton
          className={classes.sort}
          data-sorted={ascending || descending || undefined}
          onClick={() => onSort(ascending ? `-${sortKey}` : sortKey)}
        >
          {header}
          <Arrow size={14} aria-hidden className={classes.arrow} />
        </UnstyledButton>
      ) : (
        header
      )}
    </th>
  );
}
