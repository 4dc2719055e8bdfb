import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

export const secrets: ReplCommand<{ operation: string }> = {
  command: 'secrets <operation>',
  description: '"secrets reseal" seals all keys with SITE11_SECRET, so that SITE11_SECRET_OTHER can be dropped.',
  async action(broker, { operation }) {
    if (operation !== 'reseal') {
      console.log('Say "secrets reseal".');
      return;
    }
    const actions = broker.registry
      .getActionList({ onlyAvailable: true })
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.secrets.reseal'));
    const rows: string[][] = [];
    try {
      for (const action of actions) {
        const { resealed } = await broker.call<{ resealed: number }, object>(action, {}, { ...asSystem, timeout: 0 });
        rows.push([action, String(resealed)]);
      }
    } finally {
      // Also when one of them fails: the secret can be dropped only when all are in the list.
      printTable(['action', 'resealed'], rows);
    }
  },
};
