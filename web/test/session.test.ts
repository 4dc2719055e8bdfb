import { beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { firstAdmin, type Person } from '../../test/helpers/people.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import { type Site, startSite } from '../../test/helpers/site.ts';
import { expectAddress, launchChromium, openAsAdmin, openSecondTab, type Tab } from './browser.ts';

describeWith('chromium', 'a session in the admin page', (chromium) => {
  let site: Site;
  let admin: Person;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium(chromium);
  }, 90_000);

  async function endSessionsOf({ page }: Tab): Promise<void> {
    admin = await firstAdmin(site);
    const { data } = (await admin.send('GET', '/api/v1/auth/sessions')).body;
    const ended = data.filter(({ current }) => !current);
    await Promise.all(ended.map(({ id }) => admin.send('DELETE', `/api/v1/auth/sessions/${id}`)));
    await page.bringToFront();
  }

  test('goes on after a reload, from the refresh token alone', async () => {
    const { page, complaints } = await openAsAdmin(browser, site);
    await page.goto('/profile');
    await page.getByLabel('Name').waitFor();
    await page.reload();
    await page.getByLabel('Name').waitFor();
    expect(complaints).toEqual([]);
  });

  test('that ended under an open form keeps what was typed and saves it after a new login', async () => {
    const tab = await openAsAdmin(browser, site);
    const { page } = tab;
    await page.goto('/profile');
    await page.getByLabel('Name').fill('Ada of the long form');
    await endSessionsOf(tab);
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await dialog.getByRole('textbox', { name: /^Password of/ }).fill('wrong');
    await dialog.getByRole('button', { name: 'Log in and go on' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('textbox', { name: /^Password of/ }).fill(site.env.ADMIN_PASSWORD ?? '');
    await dialog.getByRole('button', { name: 'Log in and go on' }).click();
    await page.getByText('Your profile is saved.').waitFor();
    admin = await firstAdmin(site);
    expect((await admin.send('GET', `/api/v1/users/${admin.id}`)).body).toMatchObject({ name: 'Ada of the long form' });
  });

  test('is refreshed once for several tabs that need it at the same time', async () => {
    const first = await openAsAdmin(browser, site);
    const second = await openSecondTab(first);
    const pages = [first.page, second.page];
    for (const page of pages) {
      await page.goto('/settings');
      await page.getByText('Event loop delay').waitFor();
    }
    let refreshes = 0;
    first.page.context().on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) refreshes += 1;
    });
    // The clock of both tabs says that their tokens are as good as over.
    const later = Date.now() + 595_000;
    for (const page of pages) await page.clock.setFixedTime(later);
    const users = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' });
    await Promise.all(pages.map((page) => users(page).click()));
    await Promise.all(pages.map((page) => page.getByRole('table', { name: 'Accounts' }).waitFor()));
    expect(refreshes).toBe(1);
  });

  test('that is logged out in one tab is logged out in the others', async () => {
    const first = await openAsAdmin(browser, site);
    const second = await openSecondTab(first);
    await second.page.goto('/profile');
    await second.page.getByLabel('Name').waitFor();
    await first.page.getByRole('button', { name: /^Your account/ }).click();
    await first.page.getByRole('menuitem', { name: 'Log out' }).click();
    await expectAddress(first.page, /\/login/);
    await expectAddress(second.page, /\/login/);
    expect(await second.page.evaluate(() => localStorage.getItem('site11.refreshToken'))).toBeNull();
  });

  test('is listed with its device and ended from the security page, and the password changed there', async () => {
    const { page } = await openAsAdmin(browser, site);
    const { page: other } = await openAsAdmin(browser, site);
    await page.goto('/security');
    await page.getByText('This session').waitFor();
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByText('All your other sessions are ended.').waitFor();
    await other.goto('/profile');
    await expectAddress(other, /\/login/);

    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('a new and long pass phrase');
    await page.getByRole('button', { name: 'Change the password' }).click();
    // Not the notification of the sessions that ended, which may still be there.
    await page.getByRole('region', { name: 'Password' }).getByRole('alert').waitFor();
    await page.getByLabel('Current password').fill(site.env.ADMIN_PASSWORD ?? '');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed').waitFor();
    expect(await site.login(site.env.ADMIN_EMAIL ?? '', 'a new and long pass phrase')).toBeDefined();
  });
});
