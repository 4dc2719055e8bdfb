import { useNavigate } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { Panel } from '../../ui/panel.tsx';
import { LiveControl } from './live-control.tsx';
import { LiveServices } from './live-services.tsx';

/** The services on the first page; each leads to its details. */
export function ServicesPanel() {
  const navigate = useNavigate();
  return (
    <Panel flush title="Services" aside={<LiveControl />}>
      <LiveServices onOpen={(name) => void navigate(paths.service(name))} />
    </Panel>
  );
}
