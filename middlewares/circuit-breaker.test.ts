import { afterEach, describe, expect, test } from '@jest/globals';
import moleculer, { type ServiceBroker } from 'moleculer';
import { commonErrors } from '../lib/errors.ts';
import config from '../moleculer.config.ts';

let broker: ServiceBroker;

afterEach(() => broker.stop());

/** Calls an action that fails 30 times and then works. @returns what it answers then, or the type of the problem. */
async function callAfter30(failure: () => Error): Promise<unknown> {
  let calls = 0;
  broker = new moleculer.ServiceBroker({ ...config, logger: false });
  broker.createService({
    name: 'desk',
    actions: {
      ask() {
        calls += 1;
        if (calls <= 30) throw failure();
        return 'served';
      },
    },
  });
  await broker.start();
  for (let n = 0; n < 30; n += 1) await broker.call('desk.ask').catch(() => undefined);
  return broker.call('desk.ask').catch((error: { type: string }) => error.type);
}

describe('the circuit breaker', () => {
  test('shuts an action off that fails', async () => {
    expect(await callAfter30(() => new Error('broken'))).toBe('SERVICE_NOT_AVAILABLE');
  });

  test('shuts an action off that hangs: its timeouts count', async () => {
    broker = new moleculer.ServiceBroker({ ...config, logger: false, requestTimeout: 20 });
    broker.createService({ name: 'desk', actions: { ask: () => new Promise(() => {}) } });
    await broker.start();
    const answers: Promise<string>[] = [];
    for (let n = 0; n < 20; n += 1)
      answers.push(broker.call<string, object>('desk.ask', {}).catch((error) => error.type));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['REQUEST_TIMEOUT']));
    await expect(broker.call('desk.ask')).rejects.toMatchObject({ type: 'SERVICE_NOT_AVAILABLE' });
  });

  test('leaves one alone that is only busy and says when to come back', async () => {
    expect(await callAfter30(() => commonErrors.unavailable({ retryAfter: 1 }))).toBe('served');
  });

  test('leaves one alone whose clients are wrong', async () => {
    expect(await callAfter30(() => commonErrors.invalid())).toBe('served');
  });
});
