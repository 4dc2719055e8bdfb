import { expect } from '@jest/globals';
import { runScript } from '../../test/helpers/run-script.ts';
import { type Site, startSite } from '../../test/helpers/site.ts';

/** A site with believable accounts: what `npm run seed` makes. */
export async function startSeededSite(accounts = 60): Promise<Site> {
  const site = await startSite({ env: { ADMIN_EMAIL: 'ada.lindgren@example.com' } });
  const { ADMIN_EMAIL = '', ADMIN_PASSWORD = '' } = site.env;
  const args = ['--accounts', `${accounts}`, '--url', site.url, '--email', ADMIN_EMAIL, '--password', ADMIN_PASSWORD];
  expect(await runScript('seed.ts', args, { DATA_DIR: site.dataDir })).toMatchObject({ code: 0 });
  return site;
}
