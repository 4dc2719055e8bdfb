import { afterEach } from '@jest/globals';
import moleculer, { type ServiceBroker, type ServiceSchema } from 'moleculer';
import type { Principal } from '../../lib/principal.ts';
import config from '../../moleculer.config.ts';
import { describeApi } from '../../services/console/actions/describe-api.ts';
import { healthDetail } from '../../services/console/actions/health-detail.ts';
import { healthLive } from '../../services/console/actions/health-live.ts';
import { healthReady } from '../../services/console/actions/health-ready.ts';
import { healthSummary } from '../../services/console/actions/health-summary.ts';
import { listActions } from '../../services/console/actions/list-actions.ts';
import { listEvents } from '../../services/console/actions/list-events.ts';
import { listNodes } from '../../services/console/actions/list-nodes.ts';
import { listServices } from '../../services/console/actions/list-services.ts';
import { readOverview } from '../../services/console/actions/overview.ts';
import { readMetrics } from '../../services/console/actions/read-metrics.ts';
import { streamStatus } from '../../services/console/actions/stream-status.ts';
import { consolePermissions } from '../../services/console/console.contract.ts';
import type { FrontDoor } from '../../services/console/health/readiness.ts';
import { Platform, type PlatformService } from '../../services/console/platform.ts';

export const admin: Principal = { id: 'admin', sessionId: 'session', roles: ['admin'], permissions: ['*'] };

const platformActions = {
  healthSummary,
  healthLive,
  healthReady,
  healthDetail,
  listNodes,
  listServices,
  listActions,
  listEvents,
  streamStatus,
  describeApi,
  overview: readOverview,
  readMetrics,
};

interface PlatformOptions {
  /** Services that readiness waits for. */
  expected?: string[];
  door?: FrontDoor;
}

export interface TestPlatform {
  broker: ServiceBroker;
  platform: Platform;
  call<T>(action: string, user?: Principal | null): Promise<T>;
}

const brokers: ServiceBroker[] = [];

afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
});

/** The Console's own actions without its gateway, among services that can be made to fail. */
export async function startPlatform(services: ServiceSchema[], options: PlatformOptions = {}): Promise<TestPlatform> {
  const { expected = [], door = { routes: () => [], isDraining: () => false, isOpen: () => true } } = options;
  const broker = new moleculer.ServiceBroker({ ...config, nodeID: 'node-1', logger: false, internalServices: false });
  brokers.push(broker);
  for (const schema of services) broker.createService(schema);
  const service = broker.createService({
    name: 'console',
    metadata: { permissions: consolePermissions },
    actions: platformActions,
    created(this: PlatformService) {
      this.platform = new Platform(broker, door, { expected });
    },
    stopped(this: PlatformService) {
      this.platform.stop();
    },
  } as unknown as ServiceSchema) as PlatformService;
  await broker.start();
  return {
    broker,
    platform: service.platform,
    call: (action, user = admin) => broker.call(`console.${action}`, {}, { meta: { user } }),
  };
}
