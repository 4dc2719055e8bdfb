import { PasswordInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { RecordForm } from '../../../ui/form/record-form.tsx';
import { useRecordForm } from '../../../ui/form/use-record-form.ts';
import { notifyDone } from '../../../ui/notify.tsx';
import { Page } from '../../../ui/page.tsx';
import type { Account } from './account.ts';
import { AccountFields } from './account-fields.tsx';
import { type AccountValues, accountChecks, accountFieldLabels, toAccountValues } from './account-form.ts';
import { createAccount } from './save-account.ts';

interface NewAccountValues extends AccountValues {
  password: string;
}

const toValues = (account: Account | undefined): NewAccountValues => ({ ...toAccountValues(account), password: '' });
const fields = [...Object.keys(accountFieldLabels), 'password'];

export function NewAccountPage() {
  const navigate = useNavigate();
  const state = useRecordForm<Account, NewAccountValues>({
    toValues,
    checks: accountChecks,
    save: (_changed, _version, { password, ...values }) => createAccount({ ...values, ...(password && { password }) }),
    onSaved: (account) => {
      notifyDone(`${account.name} has an account now.`);
      void navigate(paths.user(account.id));
    },
  });
  return (
    <Page title="New account" description="Someone who can log in as soon as there is a password.">
      <RecordForm state={state} fields={fields} action="Make the account" onCancel={() => void navigate(paths.users)}>
        <AccountFields form={state.form} />
        <PasswordInput
          label="Password"
          description="At least 10 characters. Without one nobody can log in yet."
          autoComplete="new-password"
          {...state.form.getInputProps('password')}
        />
      </RecordForm>
    </Page>
  );
}
