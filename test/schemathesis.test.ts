import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeWith } from './helpers/require-tool.ts';
import { startProcess } from './helpers/server-process.ts';
import { startSite } from './helpers/site.ts';

const MINUTES = 60_000;

describeWith('schemathesis', 'the OpenAPI document', (schemathesis) => {
  test(
    'describes every answer to thousands of made-up requests, and none of them is a server error',
    async () => {
      const site = await startSite();
      const token = await site.adminToken();
      const config = ['--config-file', join(import.meta.dirname, 'schemathesis.toml')];
      const options = ['--header', `Authorization: Bearer ${token}`, '--max-examples', '8', '--no-color'];
      const run = startProcess(
        [schemathesis, ...config, 'run', `${site.url}/api/v1/openapi.json`, ...options],
        { PYTHONUNBUFFERED: '1' },
        { folder: site.dataDir },
      );
      const { code } = await run.exited;
      // Requests that it made up can be very long.
      const report = run.log().replaceAll(/^.{500}.*$/gm, (line) => `${line.slice(0, 500)} …`);
      expect(`${report}\nExit code: ${code}`).toMatch(/\d{3,} generated[\s\S]*\nExit code: 0$/);
      expect(site.log()).not.toMatch(/"level":50/);
    },
    9 * MINUTES,
  );
});
