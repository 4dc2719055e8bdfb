import { Button } from '@mantine/core';
import { useCopied } from './use-copied.ts';

/** Finds the request in the server's log: what a report of the error needs. */
export function RequestId({ id }: { id: string }) {
  const { outcome, copy } = useCopied();
  return (
    <Button size="compact-xs" variant="default" onClick={() => copy(id)}>
      {outcome === 'copied' ? 'Copied' : `Copy request id ${id.slice(-8)}`}
    </Button>
  );
}
