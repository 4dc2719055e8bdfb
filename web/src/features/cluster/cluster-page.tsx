import { useMemo } from 'react';
import { Page } from '../../ui/page.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { UrlTabs } from '../../ui/url-tabs.tsx';
import { ActionsTab } from './actions-tab.tsx';
import { useClusterState } from './cluster-state.ts';
import { EventsTab } from './events-tab.tsx';
import { LiveControl } from './live-control.tsx';
import { NodesTab } from './nodes-tab.tsx';
import { ServicesTab } from './services-tab.tsx';

/** What the platform runs on: services, nodes, actions, events. */
export function ClusterPage() {
  const { tone, words } = useClusterState();
  const tabs = useMemo(
    () => [
      { id: 'services', label: 'Services', content: <ServicesTab /> },
      { id: 'nodes', label: 'Nodes', content: <NodesTab /> },
      { id: 'actions', label: 'Actions', content: <ActionsTab /> },
      { id: 'events', label: 'Events', content: <EventsTab /> },
    ],
    [],
  );
  return (
    <Page
      title="Cluster"
      width="full"
      beside={<StatusBadge tone={tone}>{words}</StatusBadge>}
      description="The services of the platform and the processes that run them."
      actions={<LiveControl />}
    >
      <UrlTabs label="Cluster" tabs={tabs} />
    </Page>
  );
}
