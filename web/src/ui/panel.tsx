import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface Props {
  title: string;
  hint?: ReactNode;
  /** At the right of the head: actions, a link, the age of the data. */
  aside?: ReactNode;
  /** Without inner space, for tables and lists that reach the border. */
  flush?: boolean;
  children: ReactNode;
}

/** A bordered part of a page under a heading of its own. */
export function Panel({ title, hint, aside, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {hint && <p className={classes.hint}>{hint}</p>}
        </div>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      <div className={flush ? classes.flush : classes.padded}>{children}</div>
    </section>
  );
}
