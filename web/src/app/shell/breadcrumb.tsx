import type { ReactNode } from 'react';
import { Link, type Params, useMatches } from 'react-router';
import classes from './top-bar.module.css';

export interface Crumb {
  label: ReactNode | ((params: Params) => ReactNode);
  to?: string | ((params: Params) => string);
}

interface Step {
  id: string;
  label: ReactNode;
  to?: string;
}

/** Where am I: each step but the last leads back. */
export function Breadcrumb() {
  const steps = useMatches().flatMap(({ id, handle, params }): Step[] => {
    const crumb = (handle as { crumb?: Crumb } | undefined)?.crumb;
    if (!crumb) return [];
    const label = typeof crumb.label === 'function' ? crumb.label(params) : crumb.label;
    return [{ id, label, to: typeof crumb.to === 'function' ? crumb.to(params) : crumb.to }];
  });
  return (
    <nav aria-label="Where am I" className={classes.crumbs}>
      <ol>
        {steps.map(({ id, label, to }, index) => (
          <li key={id}>
            {to && index < steps.length - 1 ? <Link to={to}>{label}</Link> : <span aria-current="page">{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
