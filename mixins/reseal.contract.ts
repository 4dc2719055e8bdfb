import { defineContract } from '../lib/contract.ts';
import { Type } from '../lib/schema.ts';

/** Of an action that every service has which keeps something sealed with the installation's secret. */
export const resealContract = (service = '') =>
  defineContract({
    name: `${service && `${service}.`}secrets.reseal`,
    summary: 'Seals again with SITE11_SECRET what was sealed with SITE11_SECRET_OTHER',
    auth: 'internal',
    idempotent: true,
    params: Type.Object({}, { additionalProperties: false }),
    response: Type.Object({
      resealed: Type.Integer({ description: 'What was still sealed with the other secret.' }),
    }),
    // As long as there are keys: an operator started it and waits.
    options: { timeout: 0 },
  });
