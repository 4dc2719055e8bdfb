import type { ServiceBroker } from 'moleculer';
import { problemType } from '../../lib/errors.ts';
import type { ServiceHealth } from '../../mixins/health.contract.ts';
import { printTable, type ReplCommand } from '../repl-command.ts';

const PATIENCE = 2_000;

export const health: ReplCommand<unknown> = {
  command: 'health',
  description: 'How each service is on each node, and what is wrong where something is.',
  async action(broker) {
    const list = broker.registry.getServiceList({ skipInternal: true, onlyAvailable: true, grouping: true });
    const places = list.flatMap(({ fullName, nodes = [] }) =>
      nodes.map((nodeId: string) => ({ name: fullName, nodeId })),
    );
    const rows = await Promise.all(places.map((place) => ask(broker, place)));
    const sorted = rows.sort((left, right) => left.join().localeCompare(right.join()));
    const columns = ['service', 'node', 'status', 'reason'];
    if (broker.transit) printTable(columns, sorted);
    // On one process there is one node, which nobody asked about.
    else
      printTable(
        columns.toSpliced(1, 1),
        sorted.map((row) => row.toSpliced(1, 1)),
      );
  },
};

async function ask(broker: ServiceBroker, { name, nodeId }: { name: string; nodeId: string }): Promise<string[]> {
  try {
    const options = { nodeID: nodeId, timeout: PATIENCE, retries: 0 };
    const { status, checks } = await broker.call<ServiceHealth, object>(`${name}.health`, {}, options);
    const reasons = Object.entries(checks).flatMap(([check, result]) =>
      result.ok ? [] : [`${check}: ${result.reason}`],
    );
    return [name, nodeId, status, reasons.join('; ')];
  } catch (error) {
    return [name, nodeId, 'down', problemType(error) ?? 'no answer'];
  }
}
