import { Button, Group, Modal, Text } from '@mantine/core';
import { IconRotate } from '@tabler/icons-react';
import { useState } from 'react';
import { toProblem } from '../../../lib/problem.ts';
import { toRequest } from '../../../lib/request.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { DataTable } from '../../../ui/list/data-table.tsx';
import type { Column } from '../../../ui/list/list.types.ts';
import { notifyDone, notifyProblem } from '../../../ui/notify.tsx';
import { Page } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ShortId } from '../../../ui/short-id.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import type { Tone } from '../../../ui/tone-icon.tsx';
import { rotateKeys } from './rotate-keys.ts';
import { keysRoute, type SigningKey, useSigningKeys } from './use-signing-keys.ts';

const states: Record<SigningKey['state'], { tone: Tone; label: string }> = {
  next: { tone: 'info', label: 'Next' },
  current: { tone: 'ok', label: 'Signs now' },
  retiring: { tone: 'idle', label: 'Retiring' },
};

const time = (at: string | undefined) => (at ? <TimeAgo at={at} /> : '–');

const columns: Column<SigningKey>[] = [
  { id: 'kid', header: 'Key', cell: ({ kid }) => <ShortId id={kid} /> },
  {
    id: 'state',
    header: 'State',
    width: '132px',
    cell: ({ state }) => <StatusBadge tone={states[state].tone}>{states[state].label}</StatusBadge>,
  },
  { id: 'created', header: 'Made', width: '132px', from: 'tablet', cell: ({ createdAt }) => time(createdAt) },
  {
    id: 'activated',
    header: 'Signs since',
    width: '132px',
    from: 'tablet',
    cell: ({ activatedAt }) => time(activatedAt),
  },
  { id: 'removed', header: 'Removed', width: '132px', from: 'tablet', cell: ({ removeAt }) => time(removeAt) },
];

/** The keys that access tokens are signed with. */
export function KeysPage() {
  const { data, error, refetch } = useSigningKeys();
  const [asking, setAsking] = useState(false);
  const [rotating, setRotating] = useState(false);
  const rotate = async (): Promise<void> => {
    setRotating(true);
    try {
      notifyDone(`The key ${(await rotateKeys()).slice(-8)} signs now.`);
      setAsking(false);
    } catch (failure) {
      notifyProblem('The keys are as they were', toProblem(failure));
    } finally {
      setRotating(false);
    }
  };
  return (
    <Page
      title="OAuth"
      description="Access tokens are signed with these keys; anyone can verify them with the public halves."
    >
      <Panel
        flush
        title="Signing keys"
        hint="Published at /.well-known/jwks.json. They also rotate by themselves."
        aside={
          <>
            <CopyAsCurl request={toRequest(keysRoute, {})} />
            <Button variant="default" leftSection={<IconRotate size={16} />} onClick={() => setAsking(true)}>
              Rotate…
            </Button>
          </>
        }
      >
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <DataTable
            label="Signing keys"
            columns={columns}
            rows={data}
            rowId={({ kid }) => kid}
            rowName={({ kid }) => kid}
          />
        )}
      </Panel>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Take the next signing key into use">
        <Text mb="md">
          New tokens are signed with the next key at once. Tokens of the present key stay valid until they expire, so
          nobody is logged out. This cannot be taken back.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button loading={rotating} onClick={() => void rotate()} data-autofocus>
            Rotate
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}
