import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from 'react-router';
import type { Role } from '../../../../../services/users/users.contract.ts';
import { paths } from '../../../lib/paths.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { ConflictDialog } from '../../../ui/form/conflict-dialog.tsx';
import { RecordForm } from '../../../ui/form/record-form.tsx';
import { useRecordForm } from '../../../ui/form/use-record-form.ts';
import { notifyDone } from '../../../ui/notify.tsx';
import { Page } from '../../../ui/page.tsx';
import { RoleFields } from './role-fields.tsx';
import { roleFieldLabels, toRoleValues } from './role-form.ts';
import { updateRole } from './save-role.ts';
import { fetchRole, useRole } from './use-role.ts';

export function EditRolePage() {
  const { id = '' } = useParams();
  const { data: role, error, refetch } = useRole(id);
  return (
    <Page title={`Edit ${id}`} description="Whoever holds the role has the new permissions with their next request.">
      {role ? (
        <EditRole role={role} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={320} maw={560} />
      )}
    </Page>
  );
}

function EditRole({ role }: { role: Role }) {
  const navigate = useNavigate();
  const toPage = (): void => void navigate(paths.role(role.id));
  const state = useRecordForm({
    record: role,
    toValues: toRoleValues,
    save: ({ description, permissions }, version) => updateRole(role.id, { description, permissions }, version),
    reload: () => fetchRole(role.id),
    onSaved: () => {
      notifyDone(`The role ${role.id} is saved.`);
      toPage();
    },
  });
  return (
    <RecordForm state={state} fields={Object.keys(roleFieldLabels)} action="Save" onCancel={toPage}>
      <RoleFields form={state.form} isNew={false} />
      {state.theirs && (
        <ConflictDialog
          labels={roleFieldLabels}
          mine={state.form.getValues()}
          theirs={toRoleValues(state.theirs)}
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
