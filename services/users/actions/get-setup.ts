import { defineAction } from '../../../mixins/define-action.ts';
import { adminExists } from '../setup/first-admin.ts';
import { setupContract } from '../setup.contract.ts';
import type { UsersService } from '../users-service.ts';

export const getSetup = defineAction(setupContract.status, async function (this: UsersService) {
  return { needed: !(await adminExists(this)) };
});
