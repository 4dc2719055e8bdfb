import type { ServiceBroker } from 'moleculer';
import type { PublishedContract } from '../../../lib/contract.ts';
import type { RegistryAction, RegistryEvent, RegistryNode, RegistryService } from '../registry.contract.ts';
import type { BreakerStates } from './breaker-states.ts';
import type { NodeProbe } from './node-probe.ts';

interface ListedAction {
  /** Name within its service, which may hold dots itself. */
  rawName?: string;
  rest?: { method: string; path: string }[];
  contract?: PublishedContract;
  auth?: string;
}

/** What an administrator may see of Moleculer's registry: chosen fields, never settings. */
export class RegistryView {
  readonly #broker: ServiceBroker;
  readonly #breakers: BreakerStates;
  readonly #probe: NodeProbe;

  constructor(broker: ServiceBroker, breakers: BreakerStates, probe: NodeProbe) {
    this.#broker = broker;
    this.#breakers = breakers;
    this.#probe = probe;
  }

  nodes(): RegistryNode[] {
    const servicesOf = Map.groupBy(this.#serviceItems(), ({ nodeID }) => nodeID ?? '');
    return this.#broker.registry.nodes
      .toArray()
      .map((node) => ({
        id: node.id,
        local: node.local,
        available: node.available,
        hostname: node.hostname ?? '',
        addresses: node.ipList ?? [],
        cpu: node.cpu,
        latencyMs: this.#probe.latencyOf(node.id),
        versions: {
          platform: textOrNull(node.metadata?.version),
          moleculer: String(node.client.version ?? ''),
          node: String(node.client.langVersion ?? ''),
        },
        services: (servicesOf.get(node.id) ?? []).map(({ fullName }) => fullName).sort(),
      }))
      .sort(by('id'));
  }

  services(): RegistryService[] {
    const actions = Map.groupBy(this.actions(), ({ service }) => service);
    const events = Map.groupBy(this.events(), ({ group }) => group);
    return [...Map.groupBy(this.#serviceItems(), ({ fullName }) => fullName)]
      .map(([name, items]) => {
        const { version, metadata, nodeID = '' } = items[0] as (typeof items)[number];
        return {
          name,
          // A service without a version of its own has that of the code that its node runs.
          version: textOrNull(
            version ?? metadata?.version ?? this.#broker.registry.nodes.get(nodeID)?.metadata?.version,
          ),
          description: textOrNull(metadata?.description),
          available: items.some(({ available }) => available),
          breaker: this.#breakers.ofService(name),
          nodes: items.map(({ nodeID, local, available }) => ({ id: nodeID ?? '', local, available })),
          actions: actions.get(name)?.length ?? 0,
          events: events.get(name)?.length ?? 0,
          permissions: (metadata?.permissions ?? {}) as Record<string, string>,
        };
      })
      .sort(by('name'));
  }

  actions(): RegistryAction[] {
    return this.#broker.registry
      .getActionList({ skipInternal: true, withEndpoints: true })
      .filter(({ count }) => count > 0)
      .map(({ name, available, action, endpoints = [] }) => {
        const { rawName = '', rest = [], contract, auth } = (action ?? {}) as ListedAction;
        return {
          name,
          service: name.slice(0, -(rawName.length + 1)),
          summary: contract?.summary ?? null,
          auth: auth ?? null,
          rest: rest.map(({ method, path }) => `${method} ${path}`),
          idempotent: contract?.idempotent ?? false,
          available,
          endpoints: endpoints.map(({ nodeID, available }) => ({
            nodeId: nodeID,
            available,
            breaker: this.#breakers.ofEndpoint(nodeID, name),
          })),
        };
      })
      .sort(by('name'));
  }

  events(): RegistryEvent[] {
    return this.#broker.registry
      .getEventList({ skipInternal: true, withEndpoints: true })
      .filter(({ count }) => count > 0)
      .map(({ name, group, available, endpoints = [] }) => ({
        name,
        group,
        available,
        nodes: endpoints.map(({ nodeID }) => nodeID),
      }))
      .sort(by('name'));
  }

  #serviceItems() {
    return this.#broker.registry.getServiceList({ skipInternal: true });
  }
}

function textOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function by<K extends string>(key: K) {
  return (left: Record<K, string>, right: Record<K, string>) => left[key].localeCompare(right[key], 'en');
}
