import { Select, Skeleton, TextInput } from '@mantine/core';
import type { Account } from '../../../../services/users/users.contract.ts';
import { localeChoices, timeZoneChoices } from '../../lib/locale-choices.ts';
import { useMe } from '../../lib/session/use-session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ConflictDialog } from '../../ui/form/conflict-dialog.tsx';
import { RecordForm } from '../../ui/form/record-form.tsx';
import { useRecordForm } from '../../ui/form/use-record-form.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Page } from '../../ui/page.tsx';
import { Tags } from '../../ui/tag.tsx';
import { saveProfile } from './save-profile.ts';
import { fetchOwnAccount, useOwnAccount } from './use-own-account.ts';

interface ProfileValues {
  name: string;
  locale: string | null;
  timeZone: string | null;
}

const labels: Record<keyof ProfileValues, string> = { name: 'Name', locale: 'Language', timeZone: 'Time zone' };

function toValues(account: Account | undefined): ProfileValues {
  return { name: account?.name ?? '', locale: account?.locale ?? null, timeZone: account?.timeZone ?? null };
}

const checks = { name: (name: string) => (name.trim() === '' ? 'Give a name' : null) };

/** What I say about myself. */
export function ProfilePage() {
  const { id, email, roles } = useMe();
  const { data: account, error, refetch } = useOwnAccount(id);
  return (
    <Page title="Profile" description={email} beside={<Tags words={roles} />}>
      {account ? (
        <ProfileForm account={account} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={280} maw={560} />
      )}
    </Page>
  );
}

function ProfileForm({ account }: { account: Account }) {
  const state = useRecordForm({
    record: account,
    toValues,
    checks,
    save: (changed, version) => saveProfile(account.id, changed, version),
    reload: () => fetchOwnAccount(account.id),
    onSaved: () => notifyDone('Your profile is saved.'),
  });
  const { form } = state;
  return (
    <RecordForm state={state} fields={Object.keys(labels)} action="Save">
      <TextInput label={labels.name} maxLength={100} autoComplete="name" {...form.getInputProps('name')} />
      <Select
        label={labels.locale}
        description="For what your applications show you. This page speaks English."
        data={localeChoices(form.values.locale)}
        placeholder="As the browser says"
        searchable
        clearable
        {...form.getInputProps('locale')}
      />
      <Select
        label={labels.timeZone}
        description="Exact times on this page are shown in it."
        data={timeZoneChoices(form.values.timeZone)}
        placeholder="As the browser says"
        searchable
        clearable
        limit={100}
        {...form.getInputProps('timeZone')}
      />
      {state.theirs && (
        <ConflictDialog
          labels={labels}
          mine={form.getValues()}
          theirs={toValues(state.theirs)}
          changed={state.changed}
          saving={state.saving}
          onResolve={state.resolve}
          onTakeTheirs={state.takeTheirs}
          onClose={state.dismissConflict}
        />
      )}
    </RecordForm>
  );
}
