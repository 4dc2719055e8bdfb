import { defineAction } from '../../../mixins/define-action.ts';
import { healthContract } from '../health.contract.ts';

/** A process that answers lives: what it depends on is the business of readiness, and a restart would not mend it. */
export const healthLive = defineAction(healthContract.live, () => ({ status: 'ok' as const }));
