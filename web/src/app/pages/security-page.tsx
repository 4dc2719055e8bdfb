import { PasswordPanel } from '../../features/me/password-panel.tsx';
import { OwnSessions } from '../../features/oauth/sessions/own-sessions.tsx';
import { Page } from '../../ui/page.tsx';

export function SecurityRoute() {
  return (
    <Page title="Security" width="narrow" description="Your password and where you are logged in.">
      <PasswordPanel />
      <OwnSessions />
    </Page>
  );
}
