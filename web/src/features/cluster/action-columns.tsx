import type { RegistryAction } from '../../../../services/console/console.contract.ts';
import type { Column } from '../../ui/list/list.types.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TwoLines } from '../../ui/two-lines.tsx';
import classes from './cluster.module.css';
import { breakerStates } from './states.ts';

/** The breaker in the worst state speaks for the action. */
function worstBreaker({ endpoints }: RegistryAction): RegistryAction['endpoints'][number]['breaker'] {
  const order = ['open', 'half-open', 'closed'] as const;
  return order.find((state) => endpoints.some(({ breaker }) => breaker === state)) ?? 'closed';
}

export const actionColumns: Column<RegistryAction>[] = [
  {
    id: 'name',
    header: 'Action',
    cell: ({ name, summary }) => <TwoLines first={name} second={summary} />,
  },
  {
    id: 'rest',
    header: 'Route',
    from: 'desktop',
    cell: ({ rest }) => <span className={classes.mono}>{rest[0] ?? '–'}</span>,
  },
  { id: 'auth', header: 'Access', width: '140px', from: 'tablet', cell: ({ auth }) => <Tag>{auth ?? 'unsaid'}</Tag> },
  {
    id: 'breaker',
    header: 'Breaker',
    width: '104px',
    cell: (action) => {
      const { tone, label } = breakerStates[worstBreaker(action)];
      return (
        <StatusBadge plain tone={tone}>
          {label}
        </StatusBadge>
      );
    },
  },
];
