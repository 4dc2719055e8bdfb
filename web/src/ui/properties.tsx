import { Fragment, type ReactNode } from 'react';
import classes from './properties.module.css';

/** Names and values of one record. What is not set says so instead of leaving a hole. */
export function Properties({ items }: { items: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.list}>
      {items.map(([name, value]) => (
        <Fragment key={name}>
          <dt className={classes.term}>{name}</dt>
          <dd className={classes.value}>
            {value === null || value === undefined || value === '' ? (
              <span className={classes.none}>Not set</span>
            ) : (
              value
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
