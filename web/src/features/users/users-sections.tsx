import { Link, useLocation } from 'react-router';
import { paths } from '../../lib/paths.ts';
import classes from '../../ui/section-links.module.css';

const sections = [
  { label: 'Accounts', to: paths.users },
  { label: 'Roles', to: paths.roles },
];

/** The parts of the users service, above its lists. */
export function UsersSections() {
  const { pathname } = useLocation();
  return (
    <nav className={classes.links} aria-label="Users">
      {sections.map(({ label, to }) => (
        <Link key={to} to={to} className={classes.link} aria-current={pathname === to ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
