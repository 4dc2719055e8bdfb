import { beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { firstAdmin } from '../../test/helpers/people.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import type { Site } from '../../test/helpers/site.ts';
import { keepPicture, launchChromium, openAsAdmin, openTab, type Scheme, type ScreenWidth } from './browser.ts';
import { startSeededSite } from './seeded-site.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Serious and critical findings of axe, each as one line that says where. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: 'tag', values: tags },
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
  }, standards);
}

interface Screen {
  name: string;
  path: string;
  /** Text that is there when the page is complete. */
  ready: string | RegExp;
}

describeWith('chromium', 'every page', (chromium) => {
  let site: Site;
  let browser: Browser;
  let account = '';

  beforeAll(async () => {
    site = await startSeededSite();
    browser = await launchChromium(chromium);
    const admin = await firstAdmin(site);
    await admin.send('PATCH', `/api/v1/users/${admin.id}`, { name: 'Ada Lindgren' });
    const { data } = (await admin.send('GET', '/api/v1/users?filter[roles]=support&filter[status]=active&limit=1'))
      .body;
    account = String(data[0]?.id);
  }, 120_000);

  const screens = (): Screen[] => [
    { name: 'overview', path: '/', ready: 'Running' },
    { name: 'cluster', path: '/cluster', ready: 'Running' },
    { name: 'actions', path: '/cluster?tab=actions', ready: 'users.list' },
    { name: 'service', path: '/cluster?open=users', ready: 'This Console' },
    { name: 'users', path: '/users', ready: /Showing 40 of/ },
    { name: 'users-empty', path: '/users?q=nobody-at-all', ready: 'No account fits' },
    { name: 'user-drawer', path: `/users?open=${account}`, ready: 'Time zone' },
    { name: 'user-history', path: `/users/${account}?tab=history`, ready: 'Show what changed' },
    { name: 'user-edit', path: `/users/${account}/edit`, ready: 'Time zone' },
    { name: 'roles', path: '/roles', ready: 'support' },
    { name: 'role-edit', path: '/roles/support/edit', ready: 'See accounts, roles and their history' },
    { name: 'oauth', path: '/identity', ready: 'Signs now' },
    { name: 'security', path: '/security', ready: 'This session' },
    { name: 'profile', path: '/profile', ready: 'Time zone' },
    { name: 'settings', path: '/settings', ready: 'Event loop delay' },
  ];

  describe.each<[ScreenWidth, Scheme]>([
    [1440, 'light'],
    [1440, 'dark'],
    [768, 'light'],
    [768, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ])('at %d pixels in the %s theme', (width, scheme) => {
    test('is free of serious findings of axe and fits its screen', async () => {
      const { page, complaints } = await openAsAdmin(browser, site, { width, scheme });
      const faults: string[] = [];
      for (const { name, path, ready } of screens()) {
        await page.goto(path);
        await page.getByText(ready).first().waitFor();
        await keepPicture(page, `${name}-${width}-${scheme}`);
        faults.push(...(await findings(page)).map((finding) => `${name}: ${finding}`));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) faults.push(`${name}: is ${overflow} pixels wider than its screen`);
      }
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    }, 180_000);

    test('is so before the login too', async () => {
      const { page } = await openTab(browser, { url: site.url, width, scheme });
      const faults: string[] = [];
      for (const path of ['/login', '/register', '/setup']) {
        await page.goto(path);
        await page.getByRole('heading').first().waitFor();
        await keepPicture(page, `${path.slice(1)}-${width}-${scheme}`);
        faults.push(...(await findings(page)));
      }
      expect(faults).toEqual([]);
    }, 60_000);
  });
});
