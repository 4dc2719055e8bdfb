import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { ConflictDialog } from '../../../ui/form/conflict-dialog.tsx';
import { RecordForm } from '../../../ui/form/record-form.tsx';
import { useRecordForm } from '../../../ui/form/use-record-form.ts';
import { notifyDone } from '../../../ui/notify.tsx';
import { Page } from '../../../ui/page.tsx';
import type { Account } from './account.ts';
import { AccountFields } from './account-fields.tsx';
import { accountChecks, accountFieldLabels, toAccountValues } from './account-form.ts';
import { LastChange } from './last-change.tsx';
import { updateAccount } from './save-account.ts';
import { fetchAccount, useAccount } from './use-account.ts';

export function EditAccountPage() {
  const { id = '' } = useParams();
  const { data: account, error, refetch } = useAccount(id);
  return (
    <Page title={account ? `Edit ${account.name}` : 'Edit account'}>
      {account ? (
        <EditAccount account={account} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={400} maw={560} />
      )}
    </Page>
  );
}

function EditAccount({ account }: { account: Account }) {
  const navigate = useNavigate();
  const toPage = (): void => void navigate(paths.user(account.id));
  const state = useRecordForm({
    record: account,
    toValues: toAccountValues,
    checks: accountChecks,
    save: (changed, version) => updateAccount(account.id, changed, version),
    reload: () => fetchAccount(account.id),
    onSaved: (saved) => {
      notifyDone(`${saved.name} is saved.`);
      toPage();
    },
  });
  return (
    <RecordForm state={state} fields={Object.keys(accountFieldLabels)} action="Save" onCancel={toPage}>
      <AccountFields form={state.form} />
      {state.theirs && (
        <ConflictDialog
          labels={accountFieldLabels}
          mine={state.form.getValues()}
          theirs={toAccountValues(state.theirs)}
          changed={state.changed}
          by={<LastChange id={account.id} version={state.theirs.version} />}
          saving={state.saving}
          onResolve={state.resolve}
          onTakeTheirs={state.takeTheirs}
          onClose={state.dismissConflict}
        />
      )}
    </RecordForm>
  );
}
