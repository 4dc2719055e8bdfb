import { SessionsList } from '../../features/oauth/sessions/sessions-list.tsx';
import { AccountPage } from '../../features/users/accounts/account-page.tsx';
import type { AccountTabs } from '../../features/users/accounts/account-tabs.tsx';
import { AccountsPage } from '../../features/users/accounts/accounts-page.tsx';
import { useCan, useMe } from '../../lib/session/use-session.ts';

/** What other services know of an account: each adds a tab here. */
function useMoreTabs(): AccountTabs {
  const can = useCan();
  const me = useMe();
  return ({ id }) => {
    if (id !== me.id && !can('sessions:read')) return [];
    const mayEnd = id === me.id || can('sessions:write');
    return [{ id: 'sessions', label: 'Sessions', content: <SessionsList userId={id} mayEnd={mayEnd} /> }];
  };
}

export function AccountsRoute() {
  return <AccountsPage moreTabs={useMoreTabs()} />;
}

export function AccountRoute() {
  return <AccountPage moreTabs={useMoreTabs()} />;
}
