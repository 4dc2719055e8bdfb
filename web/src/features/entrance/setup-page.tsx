import { Anchor, Button, PasswordInput, Skeleton, Stack, TextInput } from '@mantine/core';
import { Link, useLocation, useNavigate } from 'react-router';
import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import type { usersContract } from '../../../../services/users/users.contract.ts';
import { callPublic } from '../../lib/api.ts';
import { paths } from '../../lib/paths.ts';
import { queryClient } from '../../lib/query-client.ts';
import { signIn } from '../../lib/session/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import classes from './entrance.module.css';
import { EntranceLayout } from './entrance-layout.tsx';
import { useEntranceForm } from './use-entrance-form.ts';
import { useSetupStatus } from './use-setup-status.ts';

/** First start: makes the administrator, with the token of the link (in the fragment, which no log sees). */
export function SetupPage() {
  const { hash } = useLocation();
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const { data, error, refetch } = useSetupStatus();
  if (data === undefined) {
    return (
      <EntranceLayout title="Set up site11">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
      </EntranceLayout>
    );
  }
  if (!data.needed) {
    return (
      <EntranceLayout title="Already set up">
        <p className={classes.text}>This installation has its administrator. The link worked once and is used up.</p>
        <Button component={Link} to={paths.login()} fullWidth>
          Go to the login
        </Button>
      </EntranceLayout>
    );
  }
  if (!token) {
    return (
      <EntranceLayout title="Set up site11">
        <p className={classes.text}>
          Open the set-up link that the server printed when it started: it ends in <code>#token=…</code>. If you set
          ADMIN_EMAIL and ADMIN_PASSWORD instead, start the server again and log in with them.
        </p>
      </EntranceLayout>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const navigate = useNavigate();
  const initial = { name: '', email: '', password: '' };
  const { form, submit, sending, problem, fields } = useEntranceForm(initial, async (values) => {
    await callPublic<typeof usersContract.setup.complete>('POST /api/v1/setup', { token, ...values });
    queryClient.setQueryData(['setup'], { needed: false });
    const { email, password } = values;
    signIn(await callPublic<typeof oauthContract.login>('POST /api/v1/auth/login', { email, password }));
    await navigate(paths.overview, { replace: true });
  });
  return (
    <EntranceLayout
      title="Set up site11"
      foot={
        <Anchor href="/docs" target="_blank">
          The API of this installation
        </Anchor>
      }
    >
      <p className={classes.text}>You are the first here. Make the administrator of this installation.</p>
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
            Make the administrator
          </Button>
        </Stack>
      </form>
    </EntranceLayout>
  );
}
