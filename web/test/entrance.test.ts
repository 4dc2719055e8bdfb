import { beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWith } from '../../test/helpers/require-tool.ts';
import { type Site, startSite } from '../../test/helpers/site.ts';
import { expectAddress, launchChromium, openTab } from './browser.ts';

const password = 'a long pass phrase of Kim';

describeWith('chromium', 'the way into the admin page', (chromium) => {
  let browser: Browser;
  let site: Site;

  beforeAll(async () => {
    browser = await launchChromium(chromium);
    // Without ADMIN_EMAIL the server prints a link that makes the first admin.
    site = await startSite({ env: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
  }, 90_000);

  test('says at the login that the first admin is still to be made', async () => {
    const { page } = await openTab(browser, { url: site.url });
    await page.goto('/users?q=kim');
    await expectAddress(page, /\/login\?next=%2Fusers%3Fq%3Dkim$/);
    await page.getByText('This installation has no administrator yet').waitFor();
  });

  test('says where the right link is to whoever opens another', async () => {
    const { page } = await openTab(browser, { url: site.url });
    await page.goto('/setup#token=wrong');
    await page.getByLabel('Name').fill('Kim Novák');
    await page.getByLabel('Email address').fill('kim@example.com');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Open the newest link in the output of the server.').waitFor();
  });

  test('leads from the printed link to green services, by keyboard alone', async () => {
    const [, link = ''] = await site.waitForLog(/(http\S+\/setup#token=[\w-]+)/);
    const { page, complaints } = await openTab(browser, { url: site.url });
    await page.goto(link);
    await page.getByLabel('Name').waitFor();
    await page.keyboard.type('Kim Novák');
    await page.keyboard.press('Tab');
    await page.keyboard.type('kim@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const services = page.getByRole('table', { name: 'Services' });
    for (const service of ['console', 'oauth', 'users']) {
      await services.getByRole('row').filter({ hasText: service }).getByText('Running').waitFor();
    }
    await page.getByText('All services run').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('says that the link is used up when it is opened again', async () => {
    const { page } = await openTab(browser, { url: site.url });
    await page.goto('/setup#token=anything');
    await page.getByRole('heading', { name: 'Already set up' }).waitFor();
  });

  test('keeps what was typed when the password is wrong, and says what to do', async () => {
    const { page } = await openTab(browser, { url: site.url });
    await page.goto('/login');
    await page.getByLabel('Email address').fill('kim@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Email address').inputValue()).toBe('kim@example.com');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('not the password');
  });

  test.each([
    ['/users?status=active', /\/users\?status=active$/],
    ['//evil.example/', /^http:\/\/127\.0\.0\.1:\d+\/$/],
    ['/\\evil.example', /^http:\/\/127\.0\.0\.1:\d+\/$/],
  ])('goes back to where one wanted to go, but never to another site: %s', async (next, expected) => {
    const { page } = await openTab(browser, { url: site.url });
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await page.getByLabel('Email address').fill('kim@example.com');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expectAddress(page, expected);
  });

  test('lets people register, who then see what is theirs and nothing else', async () => {
    const { page, complaints } = await openTab(browser, { url: site.url });
    await page.goto('/register');
    await page.getByLabel('Name').fill('Amara Okafor');
    await page.getByLabel('Email address').fill('amara@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('a long pass phrase of Amara');
    await page.getByRole('button', { name: 'Register' }).click();

    await page.getByText('All services run').first().waitFor();
    const rail = page.getByRole('navigation', { name: 'Main' });
    expect(await rail.getByRole('link').allTextContents()).toEqual(['Overview', 'Settings']);
    await page.goto('/users');
    await page.getByText('Ask an administrator for the permission.').waitFor();
    expect(complaints).toEqual([]);
  });
});
