import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/format/number.ts';
import classes from './list.module.css';

interface Props {
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with the selected rows; says how many there are. */
export function BulkBar({ count, onClear, children }: Props) {
  if (count === 0) return null;
  return (
    <section className={classes.bulk} aria-label="Selected rows">
      <strong role="status">{formatNumber(count)} selected</strong>
      <div className={classes.bulkActions}>{children}</div>
      <CloseButton aria-label="Select none" onClick={onClear} />
    </section>
  );
}
