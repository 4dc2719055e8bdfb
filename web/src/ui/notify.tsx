import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApiProblem } from '../lib/problem.ts';
import { RequestId } from './request-id.tsx';

/** Says that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message });
}

/** Why an action without input failed (input is never left to a message that goes away: see ProblemAlert). */
export function notifyProblem(what: string, { title, detail, requestId }: ApiProblem): void {
  notifyFailure(what, detail ?? title, requestId);
}

export function notifyFailure(what: string, detail: string, requestId?: string): void {
  notifications.show({
    color: 'red',
    icon: <IconAlertTriangle size={18} />,
    autoClose: false,
    title: what,
    message: (
      <>
        <div>{detail}</div>
        {requestId && <RequestId id={requestId} />}
      </>
    ),
  });
}
