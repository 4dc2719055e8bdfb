import { AboutPanel } from '../../features/cluster/about-panel.tsx';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { useCan } from '../../lib/session/use-session.ts';
import { Shortcuts } from '../shell/shortcuts.tsx';

export function SettingsRoute() {
  const seesPlatform = useCan()('platform:read');
  return <SettingsPage shortcuts={<Shortcuts />} about={seesPlatform && <AboutPanel />} />;
}
