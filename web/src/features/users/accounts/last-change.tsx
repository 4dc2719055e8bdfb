import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useAccountHistory } from './use-account-history.ts';

/** Who made a version of an account, as a sentence. */
export function LastChange({ id, version }: { id: string; version: number }) {
  const history = useAccountHistory(id);
  const entry = history.rows?.find((row) => row.version === version);
  if (!entry) return null;
  return (
    <p>
      {entry.text} (<TimeAgo at={entry.at} />)
    </p>
  );
}
