import { useMemo } from 'react';
import { useLiveStatus } from '../../lib/live-status.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { DataTable } from '../../ui/list/data-table.tsx';
import { serviceColumns } from './service-columns.tsx';

interface Props {
  open?: string | null;
  onOpen: (name: string) => void;
  /** Only the services whose names contain it. */
  search?: string;
}

/** All services with their live values. */
export function LiveServices({ open, onOpen, search = '' }: Props) {
  const { frame, latencies, stream } = useLiveStatus((status) => status);
  const columns = useMemo(() => serviceColumns(latencies), [latencies]);
  if (!frame && stream.kind === 'broken') return <ErrorState error={stream.problem} />;
  return (
    <DataTable
      label="Services"
      columns={columns}
      rows={frame?.services.filter(({ name }) => name.includes(search.trim().toLowerCase()))}
      rowId={({ name }) => name}
      rowName={({ name }) => name}
      open={open}
      onOpen={onOpen}
    />
  );
}
