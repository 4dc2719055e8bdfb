import { useLiveStatus } from '../../lib/live-status.ts';
import { toRequest } from '../../lib/request.ts';
import { CopyAsCurl } from '../../ui/copy-as-curl.tsx';
import { DetailsDrawer } from '../../ui/details-drawer.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { DataTable } from '../../ui/list/data-table.tsx';
import { Properties } from '../../ui/properties.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { UrlTabs } from '../../ui/url-tabs.tsx';
import { actionColumns } from './action-columns.tsx';
import classes from './cluster.module.css';
import { liveNodeColumns } from './node-columns.tsx';
import { registryRoutes } from './registry-routes.ts';
import { breakerStates, serviceStates } from './states.ts';
import { useActions } from './use-actions.ts';
import { useServices } from './use-services.ts';

/** A look at one service: where it runs, what it offers, what its breakers do. */
export function ServiceDrawer({ name, onClose }: { name: string | null; onClose: () => void }) {
  const live = useLiveStatus((status) => status.frame?.services.find((service) => service.name === name));
  const status = live && serviceStates[live.status];
  return (
    <DetailsDrawer
      opened={name !== null}
      onClose={onClose}
      title={name ?? ''}
      subtitle={status && <StatusBadge tone={status.tone}>{status.label}</StatusBadge>}
      actions={<CopyAsCurl request={toRequest(registryRoutes.services, {})} />}
    >
      {name !== null && (
        <UrlTabs
          inset
          label={name}
          param="part"
          tabs={[
            { id: 'overview', label: 'Overview', content: <ServiceOverview name={name} /> },
            { id: 'actions', label: 'Actions', content: <ServiceActions name={name} /> },
          ]}
        />
      )}
    </DetailsDrawer>
  );
}

function ServiceOverview({ name }: { name: string }) {
  const live = useLiveStatus((status) => status.frame?.services.find((service) => service.name === name));
  const registered = useServices().data?.find((service) => service.name === name);
  const breaker = live && breakerStates[live.breaker];
  return (
    <div className={classes.stack}>
      <Properties
        items={[
          registered?.description ? ['What it is', registered.description] : null,
          live?.version ? ['Version', live.version] : null,
          ['Actions', registered?.actions],
          ['Events', registered?.events],
          [
            'Breaker',
            breaker && (
              <StatusBadge key="breaker" plain tone={breaker.tone}>
                {breaker.label}
              </StatusBadge>
            ),
          ],
        ]}
      />
      <section aria-label="Nodes">
        <h3 className={classes.heading}>Nodes</h3>
        <DataTable
          label={`Nodes of ${name}`}
          columns={liveNodeColumns}
          rows={live?.nodes ?? []}
          rowId={({ id }) => id}
          rowName={({ id }) => id}
        />
      </section>
    </div>
  );
}

function ServiceActions({ name }: { name: string }) {
  const { data, error, refetch } = useActions();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <DataTable
      label={`Actions of ${name}`}
      columns={actionColumns}
      rows={data?.filter(({ service }) => service === name)}
      rowId={(action) => action.name}
      rowName={(action) => action.name}
    />
  );
}
