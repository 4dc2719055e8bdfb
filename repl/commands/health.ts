import type { ServiceHealth } from '../../mixins/health.contract.ts';
import { printTable, type ReplCommand } from '../repl-command.ts';

export const health: ReplCommand<unknown> = {
  command: 'health',
  description: 'How each service is, and what is wrong where something is.',
  async action(broker) {
    const names = broker.services.map(({ name }) => name).filter((name) => !name.startsWith('$'));
    const rows = await Promise.all(
      names.map(async (name) => {
        const { status, checks } = await broker.call<ServiceHealth>(`${name}.health`);
        const reasons = Object.entries(checks).flatMap(([check, result]) =>
          result.ok ? [] : [`${check}: ${result.reason}`],
        );
        return [name, status, reasons.join('; ')];
      }),
    );
    printTable(['service', 'status', 'reason'], rows);
  },
};
