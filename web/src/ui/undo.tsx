import { Button, Kbd } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { toProblem } from '../lib/problem.ts';
import { notifyProblem } from './notify.tsx';
import classes from './undo.module.css';

const offeredMs = 10_000;

let latest: { id: string; undo: () => void } | undefined;

/** Says what was done and offers for 10 seconds to take it back: what can be undone needs no question before. */
export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  const run = (): void => {
    notifications.hide(id);
    if (latest?.id === id) latest = undefined;
    undo().then(
      () => notifications.show({ message: 'Taken back.' }),
      (error: unknown) => notifyProblem('It could not be taken back', toProblem(error)),
    );
  };
  const id: string = notifications.show({
    autoClose: offeredMs,
    withCloseButton: true,
    message: (
      <span className={classes.line}>
        <span>{message}</span>
        <Button size="compact-sm" variant="default" onClick={run} rightSection={<Kbd size="xs">Z</Kbd>}>
          Undo
        </Button>
      </span>
    ),
    onClose: () => {
      if (latest?.id === id) latest = undefined;
    },
  });
  latest = { id, undo: run };
}

/** For the keyboard: takes back the last thing that is still offered. */
export function undoLatest(): void {
  latest?.undo();
}
