import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Initials } from '../../../ui/person.tsx';
import { TwoLines } from '../../../ui/two-lines.tsx';
import type { Account } from './account.ts';
import classes from './accounts.module.css';

/** Who it is, at the beginning of a row: opens the drawer, in a new tab the list with the drawer. */
export function AccountCell({ account, search }: { account: Account; search: string }) {
  return (
    <span className={classes.person}>
      <Initials name={account.name} />
      <TwoLines
        first={
          <Anchor component={Link} to={search} inherit c="inherit" underline="never" tabIndex={-1}>
            {account.name}
          </Anchor>
        }
        second={account.email}
      />
    </span>
  );
}
