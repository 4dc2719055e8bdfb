import { nodeColumns } from './node-columns.tsx';
import { registryRoutes } from './registry-routes.ts';
import { RegistryTab } from './registry-tab.tsx';
import { useNodes } from './use-nodes.ts';

export function NodesTab() {
  return (
    <RegistryTab
      label="Nodes"
      noun="node"
      route={registryRoutes.nodes}
      columns={nodeColumns}
      query={useNodes()}
      rowId={({ id }) => id}
      text={({ id, hostname, services }) => `${id} ${hostname} ${services.join(' ')}`}
    />
  );
}
