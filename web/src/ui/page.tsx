import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface Props {
  title: string;
  /** Beside the title: a status, an id. */
  beside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Forms and reading stay narrow; tables, charts and topology take the whole width. */
  width?: 'narrow' | 'reading' | 'full';
  children: ReactNode;
}

/** The frame of every page's content: heading, what it is, its actions. */
export function Page({ title, beside, description, actions, width = 'reading', children }: Props) {
  useDocumentTitle(`${title} · site11`);
  return (
    <div className={`${classes.page} ${width === 'full' ? '' : classes[width]}`}>
      <header className={classes.head}>
        <div className={classes.heading}>
          <div className={classes.actions}>
            <h1 className={classes.title}>{title}</h1>
            {beside}
          </div>
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
        {description && <p className={classes.description}>{description}</p>}
      </header>
      {children}
    </div>
  );
}
