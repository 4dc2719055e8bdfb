import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { type ApiProblem, toProblem } from '../../lib/problem.ts';
import { useMe } from '../../lib/session/use-session.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { changeOwnPassword } from './change-own-password.ts';

const fields = ['currentPassword', 'newPassword'];

/** Change my password. */
export function PasswordPanel() {
  const { id, email } = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const errorOf = (field: string): string | undefined =>
    problem?.errors.find((error) => error.field === field)?.message;
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      await changeOwnPassword(id, current, next);
      setCurrent('');
      setNext('');
      notifyDone('Your password is changed, and all your other sessions ended.');
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Panel title="Password" hint="Changing it ends all your other sessions.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md" maw={400}>
          {problem && <ProblemAlert problem={problem} shownFields={fields} />}
          {/* For password managers: whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            value={current}
            error={errorOf('currentPassword')}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            description="At least 10 characters, not a common password, not your email address."
            autoComplete="new-password"
            value={next}
            error={errorOf('newPassword')}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" disabled={current === '' || next === ''} loading={saving}>
              Change the password
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
