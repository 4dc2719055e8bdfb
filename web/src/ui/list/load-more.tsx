import { Button } from '@mantine/core';
import { formatCount, formatNumber } from '../../lib/format/number.ts';
import classes from './list.module.css';

interface Props {
  shown: number;
  total: number | undefined;
  noun: string;
  /** Absent when everything is shown. */
  onLoad?: () => void;
  loading?: boolean;
}

/** The end of a list: how much of it is shown, and the next page below what is there already. */
export function LoadMore({ shown, total, noun, onLoad, loading }: Props) {
  return (
    <footer className={classes.more}>
      <span role="status">
        {onLoad && total !== undefined
          ? `Showing ${formatNumber(shown)} of ${formatCount(total, noun)}`
          : formatCount(total ?? shown, noun)}
      </span>
      {onLoad && (
        <Button variant="default" loading={loading} onClick={onLoad}>
          Load more
        </Button>
      )}
    </footer>
  );
}
