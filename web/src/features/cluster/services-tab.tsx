import { toRequest } from '../../lib/request.ts';
import { CopyAsCurl } from '../../ui/copy-as-curl.tsx';
import classes from '../../ui/list/list.module.css';
import { SearchBox } from '../../ui/list/search-box.tsx';
import { useListState } from '../../ui/list/use-list-state.ts';
import { LiveServices } from './live-services.tsx';
import { registryRoutes } from './registry-routes.ts';
import { ServiceDrawer } from './service-drawer.tsx';

const noFilters: readonly string[] = [];

export function ServicesTab() {
  const state = useListState({ filterNames: noFilters, defaultSort: '' });
  return (
    <>
      <div className={classes.toolbar}>
        <SearchBox label="Search services" value={state.q} onChange={state.setQuery} />
        <div className={classes.tools}>
          <CopyAsCurl request={toRequest(registryRoutes.services, {})} />
        </div>
      </div>
      <LiveServices search={state.q} open={state.open} onOpen={state.openRecord} />
      <ServiceDrawer name={state.open} onClose={() => state.openRecord(null)} />
    </>
  );
}
