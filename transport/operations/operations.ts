import type { Middleware, Service, ServiceBroker } from 'moleculer';
import { changeLogLevel } from '../../lib/log-level.ts';
import { defineAction } from '../../mixins/define-action.ts';
import { expectedServices } from '../../mixins/readiness/expected-services.ts';
import { markLeaving, unmarkLeaving } from '../../mixins/readiness/leaving.ts';
import { notReadyReasons } from '../../mixins/readiness/not-ready.ts';
import { publish, unpublishServices, untilSeenByAll } from '../announce.ts';
import { OpenBreakers } from './open-breakers.ts';
import { operationsContract } from './operations.contract.ts';

type OperationsService = Service & { breakers: OpenBreakers };
type Tracked = { name?: string; _trackedContexts?: unknown[] };

/** Gives each node of a cluster the actions that operators work with. Each is logged where it takes effect, with who asked. */
export function operations(): Middleware {
  return {
    name: 'Operations',
    created(broker: ServiceBroker) {
      const breakers = new OpenBreakers(broker);
      broker.createService({
        name: '$operations',
        created(this: OperationsService) {
          this.breakers = breakers;
        },
        actions: { drain, logLevel, breakers: listBreakers, readiness },
      });
    },
  } as Middleware;
}

const drain = defineAction(operationsContract.drain, async function (this: Service, { params: { by, back } }) {
  const { broker } = this;
  audit(this, by, back ? 'puts this node back' : 'takes this node out of the cluster');
  if (back) {
    unmarkLeaving(broker);
    await publish(broker);
  } else {
    markLeaving(broker, 'draining');
    await unpublishServices(broker);
  }
  await untilSeenByAll(broker);
  return { underWay: underWay(broker) };
});

const logLevel = defineAction(
  operationsContract.logLevel,
  function (this: Service, { params: { by, level, seconds } }) {
    audit(this, by, `sets the log level to ${level} for ${seconds} s`);
    changeLogLevel(level, seconds * 1000, () => this.logger.info('The log level is the usual one again'));
    return { until: new Date(Date.now() + seconds * 1000).toISOString() };
  },
);

const listBreakers = defineAction(operationsContract.breakers, function (this: OperationsService) {
  return this.breakers.list();
});

const readiness = defineAction(operationsContract.readiness, function (this: Service) {
  return notReadyReasons(this.broker, expectedServices());
});

function audit({ logger }: Service, by: string, what: string): void {
  logger.warn({ operator: by }, `An operator (${by}) ${what}`);
}

/** Calls of others; the one that asks is not among them. */
function underWay({ services }: ServiceBroker): number {
  return services
    .filter(({ name }: Tracked) => name?.startsWith('$') === false)
    .reduce((sum, service) => sum + ((service as Tracked)._trackedContexts?.length ?? 0), 0);
}
