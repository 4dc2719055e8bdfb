import { formatCount } from '../../lib/format/number.ts';
import { useLiveStatus } from '../../lib/live-status.ts';
import { ToneIcon } from '../../ui/tone-icon.tsx';
import { useClusterState } from './cluster-state.ts';
import classes from './state-banner.module.css';
import { useServiceStates } from './use-service-states.ts';

/** How the platform is, in one sentence. */
export function StateBanner() {
  const { tone, words } = useClusterState();
  const states = useServiceStates();
  const nodes = useLiveStatus((status) => status.frame?.nodes.filter(({ available }) => available).length);
  const count = states ? formatCount(Object.keys(states).length, 'service') : '';
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      <ToneIcon tone={tone} size={24} />
      <div>
        <p className={classes.words}>{words}</p>
        <p className={classes.detail}>
          {count}
          {count && nodes !== undefined && ` on ${formatCount(nodes, 'node')}`}
        </p>
      </div>
    </div>
  );
}
