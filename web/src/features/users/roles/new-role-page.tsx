import { useNavigate } from 'react-router';
import type { Role } from '../../../../../services/users/users.contract.ts';
import { paths } from '../../../lib/paths.ts';
import { RecordForm } from '../../../ui/form/record-form.tsx';
import { useRecordForm } from '../../../ui/form/use-record-form.ts';
import { notifyDone } from '../../../ui/notify.tsx';
import { Page } from '../../../ui/page.tsx';
import { RoleFields } from './role-fields.tsx';
import { type RoleValues, roleChecks, roleFieldLabels, toRoleValues } from './role-form.ts';
import { createRole } from './save-role.ts';

export function NewRolePage() {
  const navigate = useNavigate();
  const state = useRecordForm<Role, RoleValues>({
    toValues: toRoleValues,
    checks: roleChecks,
    save: (_changed, _version, values) => createRole(values),
    onSaved: (role) => {
      notifyDone(`The role ${role.id} exists now.`);
      void navigate(paths.role(role.id));
    },
  });
  return (
    <Page title="New role" description="A name for permissions, to give to accounts.">
      <RecordForm
        state={state}
        fields={Object.keys(roleFieldLabels)}
        action="Make the role"
        onCancel={() => void navigate(paths.roles)}
      >
        <RoleFields form={state.form} isNew />
      </RecordForm>
    </Page>
  );
}
