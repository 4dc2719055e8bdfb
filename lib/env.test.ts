import { expect, test } from '@jest/globals';
import { loadEnv } from './env.ts';

test.each(['VALIDATOR', 'MIDDLEWARES', 'INTERNALMIDDLEWARES', 'CONTEXTFACTORY', 'MOL_VALIDATOR'])(
  'A variable that would make the runner replace a guard (%s) is refused',
  (name) => {
    expect(() => loadEnv({ [name]: 'false' })).toThrow(new RegExp(`${name} must not be set`));
  },
);
