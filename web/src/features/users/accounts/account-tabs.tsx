import { HistoryPanel } from '../../../ui/history/history-panel.tsx';
import { type UrlTab, UrlTabs } from '../../../ui/url-tabs.tsx';
import type { Account } from './account.ts';
import { AccountOverview } from './account-overview.tsx';
import { useAccountHistory } from './use-account-history.ts';

/** Tabs that other services add to an account. */
export type AccountTabs = (account: Account) => readonly UrlTab[];

/** Overview · what other services know · History: the same in the drawer and on the page. */
export function AccountTabList({
  account,
  moreTabs,
  inset,
}: {
  account: Account;
  moreTabs: AccountTabs;
  inset?: boolean;
}) {
  return (
    <UrlTabs
      label={account.name}
      inset={inset}
      tabs={[
        { id: 'overview', label: 'Overview', content: <AccountOverview account={account} /> },
        ...moreTabs(account),
        { id: 'history', label: 'History', content: <AccountHistory id={account.id} /> },
      ]}
    />
  );
}

function AccountHistory({ id }: { id: string }) {
  return <HistoryPanel pages={useAccountHistory(id)} />;
}
