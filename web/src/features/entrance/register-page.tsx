import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Link, Navigate, useNavigate } from 'react-router';
import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import { callPublic } from '../../lib/api.ts';
import { paths } from '../../lib/paths.ts';
import { signIn } from '../../lib/session/session.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import classes from './entrance.module.css';
import { EntranceLayout } from './entrance-layout.tsx';
import { useEntranceForm } from './use-entrance-form.ts';

export function RegisterPage() {
  const navigate = useNavigate();
  const session = useSession();
  const initial = { name: '', email: '', password: '' };
  const { form, submit, sending, problem, fields } = useEntranceForm(initial, async (values) => {
    signIn(await callPublic<typeof oauthContract.register>('POST /api/v1/auth/register', values));
    await navigate(paths.overview, { replace: true });
  });
  if (problem?.code === 'oauth.registrationClosed') return <RegistrationClosed />;
  if (session.status === 'active') return <Navigate to={paths.overview} replace />;
  return (
    <EntranceLayout
      title="Register"
      foot={
        <>
          You have an account?{' '}
          <Anchor component={Link} to={paths.login()} underline="always">
            Log in
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {problem && <ProblemAlert problem={problem} shownFields={fields} />}
          <TextInput
            label="Name"
            autoComplete="name"
            required
            autoFocus
            withAsterisk={false}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Email address"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            description="At least 10 characters, not a common password, not your email address."
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...form.getInputProps('password')}
          />
          <Button type="submit" fullWidth loading={sending}>
            Register
          </Button>
        </Stack>
      </form>
    </EntranceLayout>
  );
}

function RegistrationClosed() {
  return (
    <EntranceLayout title="Registration is closed">
      <p className={classes.text}>Accounts of this installation are made by its administrators: ask one of them.</p>
      <Button component={Link} to={paths.login()} fullWidth>
        Go to the login
      </Button>
    </EntranceLayout>
  );
}
