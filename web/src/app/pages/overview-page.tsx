import { ServicesPanel } from '../../features/cluster/services-panel.tsx';
import { StateBanner } from '../../features/cluster/state-banner.tsx';
import { OverviewPage } from '../../features/overview/overview-page.tsx';
import { useCan } from '../../lib/session/use-session.ts';

export function OverviewRoute() {
  const seesPlatform = useCan()('platform:read');
  return <OverviewPage state={<StateBanner />} services={seesPlatform && <ServicesPanel />} />;
}
