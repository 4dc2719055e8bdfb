import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import { callPublic } from '../../lib/api.ts';
import { signIn, signOut } from '../../lib/session/session.ts';
import type { SessionUser } from '../../lib/session/session.types.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useEntranceForm } from './use-entrance-form.ts';

/** The session ended under an open page: a new login in place, so that nothing typed is lost and waiting requests go on. */
export function SessionExpiredDialog({ user }: { user: SessionUser }) {
  const { form, submit, sending, problem, fields } = useEntranceForm({ password: '' }, async ({ password }) => {
    signIn(await callPublic<typeof oauthContract.login>('POST /api/v1/auth/login', { email: user.email, password }));
  });
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title="Your session has ended"
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text>Log in again to go on where you are. What you typed is still here.</Text>
          {problem && <ProblemAlert problem={problem} shownFields={fields} />}
          <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
          <PasswordInput
            label={`Password of ${user.email}`}
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps('password')}
          />
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" color="gray" onClick={signOut}>
              Log out instead
            </Button>
            <Button type="submit" disabled={form.values.password === ''} loading={sending}>
              Log in and go on
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
