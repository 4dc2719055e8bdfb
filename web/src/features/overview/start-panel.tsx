import { Anchor } from '@mantine/core';
import { toCurl } from '../../lib/curl.ts';
import copyClasses from '../../ui/copy.module.css';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './overview.module.css';

/** The first two requests of an application, for a terminal. */
export function StartPanel({ email }: { email: string }) {
  const login = [
    `TOKEN=$(curl -s '${location.origin}/api/v1/auth/login' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"email":"${email}","password":"…"}' | jq -r .accessToken)`,
  ].join('\n');
  const steps = [
    { what: 'Log in', command: login },
    { what: 'Ask who you are', command: toCurl({ method: 'GET', path: '/api/v1/auth/me' }) },
  ];
  return (
    <Panel
      title="Use it from your application"
      hint="Everything on this page is done through the same public API."
      aside={<Anchor href="/docs">All endpoints</Anchor>}
    >
      <div className={classes.steps}>
        {steps.map(({ what, command }) => (
          <div key={what} className={classes.step}>
            <div className={classes.stepHead}>
              {what} <CopyButton text={command} label={`Copy: ${what}`} />
            </div>
            <pre className={copyClasses.code}>{command}</pre>
          </div>
        ))}
      </div>
    </Panel>
  );
}
