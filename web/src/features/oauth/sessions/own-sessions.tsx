import { Button } from '@mantine/core';
import { useState } from 'react';
import { toProblem } from '../../../lib/problem.ts';
import { toRequest } from '../../../lib/request.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { notifyDone, notifyProblem } from '../../../ui/notify.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { endOtherSessions } from './end-sessions.ts';
import { SessionsList } from './sessions-list.tsx';
import { sessionsRoute } from './use-sessions.ts';

/** Where I am logged in. */
export function OwnSessions() {
  const [ending, setEnding] = useState(false);
  const endOthers = async (): Promise<void> => {
    setEnding(true);
    try {
      await endOtherSessions();
      notifyDone('All your other sessions are ended.');
    } catch (error) {
      notifyProblem('The other sessions are not ended', toProblem(error));
    } finally {
      setEnding(false);
    }
  };
  return (
    <Panel
      flush
      title="Sessions"
      hint="Where you are logged in. End what you do not recognise, then change your password."
      aside={
        <>
          <CopyAsCurl request={toRequest(sessionsRoute, {})} />
          <Button variant="default" loading={ending} onClick={() => void endOthers()}>
            End all others
          </Button>
        </>
      }
    >
      <SessionsList mayEnd />
    </Panel>
  );
}
