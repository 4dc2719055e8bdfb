import { localeName } from '../../../lib/locale-choices.ts';
import { Properties } from '../../../ui/properties.tsx';
import { ShortId } from '../../../ui/short-id.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { Tags } from '../../../ui/tag.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { type Account, accountStatus } from './account.ts';

/** What is known of an account. */
export function AccountOverview({ account }: { account: Account }) {
  const { tone, label } = accountStatus(account.status);
  return (
    <Properties
      items={[
        [
          'Status',
          <StatusBadge key="status" tone={tone}>
            {label}
          </StatusBadge>,
        ],
        [
          'Email',
          <span key="email">
            {account.email}{' '}
            <StatusBadge plain tone={account.emailVerified ? 'ok' : 'idle'}>
              {account.emailVerified ? 'Verified' : 'Not verified'}
            </StatusBadge>
          </span>,
        ],
        ['Roles', account.roles.length > 0 && <Tags words={account.roles} />],
        ['Labels', account.labels.length > 0 && <Tags words={account.labels} />],
        ['Language', account.locale && localeName(account.locale)],
        ['Time zone', account.timeZone],
        ['Created', <TimeAgo key="created" at={account.createdAt} />],
        ['Changed', <TimeAgo key="changed" at={account.updatedAt} />],
        account.deletedAt ? ['Deleted', <TimeAgo key="deleted" at={account.deletedAt} />] : null,
        ['Id', <ShortId key="id" id={account.id} />],
      ]}
    />
  );
}
