import { Skeleton } from '@mantine/core';
import classes from './data-table.module.css';
import type { Column } from './list.types.ts';

const rows = [...'abcdefghijkl'];
const widths = ['72%', '56%', '64%', '48%', '60%'];

/** Grey rows as high as the real ones, so that nothing jumps when those come. */
export function TableSkeleton<T>({ columns, selectable }: { columns: readonly Column<T>[]; selectable: boolean }) {
  return rows.map((key, row) => (
    <tr key={key} className={classes.row} aria-hidden>
      {selectable && <td className={classes.check} />}
      {columns.map((column, index) => (
        <td key={column.id} data-from={column.from}>
          <Skeleton height={12} width={widths[(row + index) % widths.length]} />
        </td>
      ))}
    </tr>
  ));
}
