import { Fragment, type ReactNode } from 'react';
import classes from './properties.module.css';

export type Property = readonly [name: string, value: ReactNode];

/** Names and values of one record. What is not set says so instead of leaving a hole; null leaves a line out. */
export function Properties({ items }: { items: readonly (Property | null)[] }) {
  return (
    <dl className={classes.list}>
      {items
        .filter((item) => item !== null)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt className={classes.term}>{name}</dt>
            <dd className={classes.value}>{isSet(value) ? value : <span className={classes.none}>Not set</span>}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

function isSet(value: ReactNode): boolean {
  return value !== null && value !== undefined && value !== '' && value !== false;
}
