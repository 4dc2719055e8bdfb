import { describe, expect, test } from '@jest/globals';
import moleculer from 'moleculer';
import { loadEnv } from './env.ts';

/** Not options, or such as this platform reads itself. */
const allowed = new Set(['namespace']);
const options = Object.keys(
  (moleculer.ServiceBroker as unknown as { defaultOptions: Record<string, unknown> }).defaultOptions,
).filter((option) => !allowed.has(option));

describe('A variable that would make the runner replace a guard is refused:', () => {
  test.each([
    ...options.map((option) => option.toUpperCase()),
    'CONTEXTFACTORY',
    'MOL_VALIDATOR',
    'TRACING_TAGS_ACTION_PARAMS',
    'REGISTRY_DISCOVERER',
  ])('%s', (name) => {
    expect(() => loadEnv({ [name]: 'false' })).toThrow(new RegExp(`${name} must not be set`));
  });
});

test('This platform’s own variables are taken, whatever they begin with', () => {
  const own = { METRICS_TOKEN_FILE: import.meta.filename, TRACING_SAMPLE: '0.5' };
  expect(() => loadEnv(own)).toThrow(/METRICS_TOKEN must match pattern/);
  expect(() => loadEnv(own)).not.toThrow(/must not be set/);
});
