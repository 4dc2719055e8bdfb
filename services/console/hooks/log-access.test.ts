import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startSite } from '../../../test/helpers/site.ts';
import { temporaryFolder } from '../../../test/helpers/temporary-folder.ts';

test('A full disk costs lines of the access log and nothing else', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'logs'));
  symlinkSync('/dev/full', join(dataDir, 'logs/access.log'));
  const site = await startSite({ dataDir });
  await site.waitForLog(/The access log cannot be written.*ENOSPC|ENOSPC.*The access log cannot be written/);
  for (let n = 0; n < 50; n += 1) expect((await site.request('GET', '/health/live')).status).toBe(200);
  expect(await site.stop()).toBe(0);
});
