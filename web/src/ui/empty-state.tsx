import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { toCurl } from '../lib/curl.ts';
import type { ApiRequest } from '../lib/request.ts';
import copyClasses from './copy.module.css';
import classes from './feedback.module.css';

interface Props {
  icon: Icon;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** The same as the first action, for the terminal. */
  request?: ApiRequest;
}

/** Nothing here yet, or nothing that fits: what this is and the way on. */
export function EmptyState({ icon: StateIcon, title, children, actions, request }: Props) {
  return (
    <div className={classes.state}>
      <span className={classes.icon}>
        <StateIcon size={20} aria-hidden />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{children}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
      {request && <pre className={`${copyClasses.code} ${classes.curl}`}>{toCurl(request)}</pre>}
    </div>
  );
}
