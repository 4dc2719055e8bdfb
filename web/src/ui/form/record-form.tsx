import { Button, Text } from '@mantine/core';
import { onlineManager } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ProblemAlert } from '../problem-alert.tsx';
import classes from './form.module.css';
import { LeaveGuard } from './leave-guard.tsx';
import type { RecordForm as RecordFormState } from './use-record-form.ts';

interface Props<R, V> {
  state: RecordFormState<R, V>;
  /** Fields that show their own errors. */
  fields: readonly string[];
  action: string;
  onCancel?: () => void;
  children: ReactNode;
}

/** One column of fields; save is possible when something changed, and leaving with changes asks. */
export function RecordForm<R, V>({ state, fields, action, onCancel, children }: Props<R, V>) {
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <form className={classes.form} onSubmit={state.submit} noValidate>
      <LeaveGuard active={state.isChanged && !state.saving} />
      {state.problem && <ProblemAlert problem={state.problem} shownFields={fields} />}
      {children}
      <div className={classes.actions}>
        <Button type="submit" disabled={!state.isChanged} loading={state.saving}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Text size="xs" c="dimmed" role="status">
          {!online && state.isChanged ? 'You are offline. What you typed stays here: save when you are back.' : ''}
        </Text>
      </div>
    </form>
  );
}
