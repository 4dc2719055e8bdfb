import type { RegistryNode } from '../../../../services/console/console.contract.ts';
import { formatMilliseconds } from '../../lib/format/number.ts';
import type { LiveNode } from '../../lib/live-status.ts';
import type { Column } from '../../ui/list/list.types.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Tags } from '../../ui/tag.tsx';
import { TwoLines } from '../../ui/two-lines.tsx';

const name: Column<LiveNode> = {
  id: 'id',
  header: 'Node',
  cell: ({ id, local }) => <TwoLines first={id} second={local ? 'This Console' : undefined} />,
};

const available: Column<LiveNode> = {
  id: 'available',
  header: 'Status',
  width: '116px',
  cell: (node) => (
    <StatusBadge tone={node.available ? 'ok' : 'bad'}>{node.available ? 'Available' : 'Away'}</StatusBadge>
  ),
};

const latency: Column<LiveNode> = {
  id: 'latency',
  header: 'Latency',
  width: '88px',
  align: 'end',
  cell: ({ latencyMs }) => (latencyMs === null ? '–' : formatMilliseconds(latencyMs)),
};

const cpu: Column<LiveNode> = {
  id: 'cpu',
  header: 'CPU',
  width: '72px',
  align: 'end',
  from: 'tablet',
  cell: (node) => (node.cpu === null ? '–' : `${Math.round(node.cpu)}\u202f%`),
};

/** Nodes as the live status tells them. */
export const liveNodeColumns: Column<LiveNode>[] = [name, available, latency, cpu];

/** Nodes as the registry tells them: with machine and versions. */
export const nodeColumns: Column<RegistryNode>[] = [
  name,
  available,
  {
    id: 'host',
    header: 'Machine',
    from: 'desktop',
    cell: ({ hostname, addresses }) => <TwoLines first={hostname} second={addresses.join(', ')} />,
  },
  {
    id: 'services',
    header: 'Services',
    from: 'tablet',
    cell: ({ services }) => <Tags words={services} most={4} />,
  },
  {
    id: 'versions',
    header: 'Versions',
    from: 'desktop',
    width: '200px',
    cell: ({ versions }) => (
      <TwoLines
        first={versions.platform ? `site11 ${versions.platform}` : 'site11'}
        second={`Moleculer ${versions.moleculer} · Node ${versions.node}`}
      />
    ),
  },
  latency,
  cpu,
];
