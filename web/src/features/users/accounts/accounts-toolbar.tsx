import { toRequest } from '../../../lib/request.ts';
import { usePreference } from '../../../lib/use-preference.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { ColumnChoice } from '../../../ui/list/column-choice.tsx';
import { FilterChip } from '../../../ui/list/filter-chip.tsx';
import classes from '../../../ui/list/list.module.css';
import type { Column, SavedView } from '../../../ui/list/list.types.ts';
import { SavedViews } from '../../../ui/list/saved-views.tsx';
import { SearchBox } from '../../../ui/list/search-box.tsx';
import type { ListState } from '../../../ui/list/use-list-state.ts';
import { useRoles } from '../roles/use-roles.ts';
import { type Account, statusOptions } from './account.ts';
import { listRoute, periodOptions, toListParams } from './list-request.ts';

interface Props {
  state: ListState;
  columns: readonly Column<Account>[];
  visible: readonly string[];
  rows: readonly Account[];
}

/** Search, filters, saved views and columns of the accounts. */
export function AccountsToolbar({ state, columns, visible, rows }: Props) {
  const roles = useRoles();
  const [views, saveViews] = usePreference<readonly SavedView[]>('usersViews', []);
  const chip = (name: string) => ({
    values: state.filters[name] ?? [],
    onChange: (values: readonly string[]) => state.setFilter(name, values),
  });
  // There is no list of all labels: those in sight, and those that are asked for already.
  const labels = [...new Set([...rows.flatMap((row) => row.labels), ...(state.filters.labels ?? [])])].sort();
  return (
    <div className={classes.toolbar}>
      <SearchBox label="Search name or email" value={state.q} onChange={state.setQuery} />
      <FilterChip label="Status" options={statusOptions} {...chip('status')} />
      <FilterChip
        label="Role"
        options={(roles.data ?? []).map(({ id }) => ({ value: id, label: id }))}
        {...chip('roles')}
      />
      <FilterChip label="Label" options={labels.map((label) => ({ value: label, label }))} {...chip('labels')} />
      <FilterChip label="Created" options={periodOptions} single {...chip('created')} />
      <div className={classes.tools}>
        <SavedViews views={views} current={state.viewSearch} onChange={saveViews} />
        <ColumnChoice columns={columns} visible={visible} onChange={state.setColumns} />
        <CopyAsCurl request={toRequest(listRoute, toListParams(state))} />
      </div>
    </div>
  );
}
