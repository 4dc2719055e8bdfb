import type { RegistryEvent } from '../../../../services/console/console.contract.ts';
import type { Column } from '../../ui/list/list.types.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './cluster.module.css';
import { registryRoutes } from './registry-routes.ts';
import { RegistryTab } from './registry-tab.tsx';
import { useEvents } from './use-events.ts';

const columns: Column<RegistryEvent>[] = [
  { id: 'name', header: 'Event', cell: ({ name }) => <span className={classes.service}>{name}</span> },
  { id: 'group', header: 'Listener', width: '180px', cell: ({ group }) => <Tag>{group}</Tag> },
  { id: 'nodes', header: 'Nodes', from: 'tablet', cell: ({ nodes }) => nodes.join(', ') },
];

export function EventsTab() {
  return (
    <RegistryTab
      label="Events"
      noun="event"
      route={registryRoutes.events}
      columns={columns}
      query={useEvents()}
      rowId={({ name, group }) => `${name} ${group}`}
      text={({ name, group }) => `${name} ${group}`}
    />
  );
}
