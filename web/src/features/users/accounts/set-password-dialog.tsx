import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type ApiProblem, toProblem } from '../../../lib/problem.ts';
import { notifyDone } from '../../../ui/notify.tsx';
import { ProblemAlert } from '../../../ui/problem-alert.tsx';
import type { Account } from './account.ts';
import { setPasswordOf } from './set-password-of.ts';

interface Props {
  account: Account;
  opened: boolean;
  onClose: () => void;
}

/** A new password for someone else; the person is told it by other means. */
export function SetPasswordDialog({ account, opened, onClose }: Props) {
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [saving, setSaving] = useState(false);
  const fieldError = problem?.errors.find(({ field }) => field === 'newPassword')?.message;
  const close = (): void => {
    setPassword('');
    setProblem(null);
    onClose();
  };
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      await setPasswordOf(account.id, password);
      close();
      notifyDone(`The password of ${account.name} is set, and all their sessions ended.`);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={`Set a password for ${account.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md">
          <Text>The old password stops working and every session of this account ends.</Text>
          {problem && <ProblemAlert problem={problem} shownFields={['newPassword']} />}
          <PasswordInput
            label="New password"
            description="At least 10 characters, not a common password, not the email address."
            autoComplete="new-password"
            value={password}
            error={fieldError}
            onChange={(event) => setPassword(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={password === ''} loading={saving}>
              Set the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
