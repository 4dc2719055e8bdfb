import { actionColumns } from './action-columns.tsx';
import { registryRoutes } from './registry-routes.ts';
import { RegistryTab } from './registry-tab.tsx';
import { useActions } from './use-actions.ts';

export function ActionsTab() {
  return (
    <RegistryTab
      label="Actions"
      noun="action"
      route={registryRoutes.actions}
      columns={actionColumns}
      query={useActions()}
      rowId={({ name }) => name}
      text={({ name, summary, rest, auth }) => `${name} ${summary ?? ''} ${rest.join(' ')} ${auth ?? ''}`}
    />
  );
}
