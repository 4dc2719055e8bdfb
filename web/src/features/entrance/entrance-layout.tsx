import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Wordmark } from '../../ui/wordmark.tsx';
import classes from './entrance.module.css';

interface Props {
  title: string;
  children: ReactNode;
  /** Under the form: the way to the other form. */
  foot?: ReactNode;
}

/** The frame of the pages before the login. */
export function EntranceLayout({ title, children, foot }: Props) {
  useDocumentTitle(`${title} · site11`);
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Wordmark />
        <section className={classes.card} aria-labelledby="entrance-title">
          <h1 id="entrance-title" className={classes.title}>
            {title}
          </h1>
          {children}
        </section>
        {foot && <p className={classes.foot}>{foot}</p>}
      </div>
    </main>
  );
}
