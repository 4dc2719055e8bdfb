import { beforeAll, expect, test } from '@jest/globals';
import type { ServiceBroker } from 'moleculer';
import type { Browser } from 'playwright-core';
import { env } from '../../lib/env.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import { freePort } from '../../test/helpers/server-process.ts';
import { startServices } from '../../test/helpers/services-in-process.ts';
import { launchChromium, logIn, openTab } from './browser.ts';

const admin = { email: 'ada@example.com', password: 'a long pass phrase of Ada' };

/** The whole platform in this process, so that one of its services can be stopped as an operator would. */
async function startPlatform(): Promise<{ url: string; broker: ServiceBroker; startOauth: () => Promise<void> }> {
  env.PORT = await freePort();
  env.HOST = '127.0.0.1';
  env.PUBLIC_URL = `http://127.0.0.1:${env.PORT}`;
  env.ADMIN_EMAIL = admin.email;
  env.ADMIN_PASSWORD = admin.password;
  const names = ['users', 'oauth', 'console'];
  const modules = await Promise.all(names.map((name) => import(`../../services/${name}/${name}.service.ts`)));
  const [users, oauth, gateway] = modules.map((module) => module.default);
  const { broker } = await startServices([users, oauth, gateway]);
  return {
    url: env.PUBLIC_URL,
    broker,
    startOauth: async () => {
      broker.createService(oauth);
      await broker.waitForServices('oauth');
    },
  };
}

describeWith('chromium', 'the live status in the admin page', (chromium) => {
  let platform: Awaited<ReturnType<typeof startPlatform>>;
  let browser: Browser;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await launchChromium(chromium);
  }, 90_000);

  test('shows green services, one that is stopped in red, and green again when it is back', async () => {
    const { page, complaints } = await openTab(browser, platform);
    await logIn(page, admin.email, admin.password);
    const services = page.getByRole('table', { name: 'Services' });
    const oauth = services.getByRole('row').filter({ hasText: 'oauth' });
    await oauth.getByText('Running').waitFor();

    await platform.broker.destroyService('oauth');
    await oauth.getByText('Down').waitFor();
    await page.getByRole('link', { name: 'Cluster: oauth is down' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByText('The service oauth is not running').waitFor();
    await services.getByRole('row').filter({ hasText: 'users' }).getByText('Running').waitFor();

    await platform.startOauth();
    await oauth.getByText('Running').waitFor();
    await page.getByRole('link', { name: 'Cluster: All services run' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('is held still and goes on', async () => {
    const { page } = await openTab(browser, platform);
    await logIn(page, admin.email, admin.password);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause live values' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume live values' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  test('says when it is interrupted, and reconnects', async () => {
    const { page } = await openTab(browser, platform);
    await logIn(page, admin.email, admin.password);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.route('**/registry/stream', (route) => route.abort());
    await page.getByRole('button', { name: 'Pause live values' }).click();
    await page.getByRole('button', { name: 'Resume live values' }).click();
    await page.getByText('Interrupted, reconnecting').waitFor();
    await page.unroute('**/registry/stream');
    await page.getByText('Live', { exact: true }).waitFor();
  });
});
