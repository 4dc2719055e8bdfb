import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import { callPublic } from '../../lib/api.ts';
import { paths } from '../../lib/paths.ts';
import { signIn } from '../../lib/session/session.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import classes from './entrance.module.css';
import { EntranceLayout } from './entrance-layout.tsx';
import { returnAddress } from './return-address.ts';
import { useEntranceForm } from './use-entrance-form.ts';
import { useSetupStatus } from './use-setup-status.ts';

export function LoginPage() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const next = returnAddress(search);
  const setup = useSetupStatus();
  const session = useSession();
  const { form, submit, sending, problem, fields } = useEntranceForm({ email: '', password: '' }, async (values) => {
    signIn(await callPublic<typeof oauthContract.login>('POST /api/v1/auth/login', values));
    await navigate(next, { replace: true });
  });
  if (session.status === 'active') return <Navigate to={next} replace />;
  return (
    <EntranceLayout
      title="Log in"
      foot={
        <>
          No account yet?{' '}
          <Anchor component={Link} to={paths.register} underline="always">
            Register
          </Anchor>
        </>
      }
    >
      {setup.data?.needed && (
        <p className={classes.note}>
          This installation has no administrator yet. Open the set-up link that the server printed when it started.
        </p>
      )}
      <form onSubmit={submit}>
        <Stack gap="md">
          {problem && <ProblemAlert problem={problem} shownFields={fields} />}
          <TextInput
            label="Email address"
            type="email"
            autoComplete="username"
            required
            autoFocus
            withAsterisk={false}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps('password')}
          />
          <Button type="submit" fullWidth loading={sending}>
            Log in
          </Button>
        </Stack>
      </form>
    </EntranceLayout>
  );
}
