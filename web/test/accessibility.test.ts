import { beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { firstAdmin } from '../../test/helpers/people.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import type { Site } from '../../test/helpers/site.ts';
import {
  keepPicture,
  launchChromium,
  openAsAdmin,
  openTab,
  type Scheme,
  type ScreenWidth,
  screens,
  type Tab,
} from './browser.ts';
import { startSeededSite } from './seeded-site.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Serious and critical findings of axe, which the page has loaded, each as one line that says where. */
function findings(page: Page): Promise<string[]> {
  return page.evaluate(async (tags) => {
    // A colour that is on its way to that of the other theme is no finding.
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      // Where a rule is kept is written down by axe too, unless told, which takes as long again as looking.
      resultTypes: ['violations'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
  }, standards);
}

/** What is wrong with a page as it stands, in both themes: it is loaded in the first, and follows the system to the second. */
async function faults({ page, complaints }: Tab, name: string, themes: Scheme[]): Promise<string[]> {
  const found: string[] = [];
  const { width } = page.viewportSize() ?? screens[1440];
  await page.evaluate(axe.source);
  for (const scheme of themes) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
    await keepPicture(page, `${name}-${width}-${scheme}`);
    found.push(...(await findings(page)).map((finding) => `${scheme}: ${finding}`));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) found.push(`${scheme}: is ${overflow} pixels wider than its screen`);
  }
  return [...found, ...complaints.splice(0)];
}

/** Account that the pages about one show; known when the site has accounts. */
const ACCOUNT = '{account}';

/** Name, path, and a text that is there when the page is complete. */
const inside: [string, string, string | RegExp][] = [
  ['overview', '/', 'Running'],
  ['cluster', '/cluster', 'Running'],
  ['actions', '/cluster?tab=actions', 'users.list'],
  ['service', '/cluster?open=users', 'This Console'],
  ['users', '/users', /Showing 40 of/],
  ['users-empty', '/users?q=nobody-at-all', 'No account fits'],
  ['user-drawer', `/users?open=${ACCOUNT}`, 'Time zone'],
  ['user-history', `/users/${ACCOUNT}?tab=history`, 'Show what changed'],
  ['user-edit', `/users/${ACCOUNT}/edit`, 'Time zone'],
  ['roles', '/roles', 'support'],
  ['role-edit', '/roles/support/edit', 'See accounts, roles and their history'],
  ['oauth', '/identity', 'Signs now'],
  ['security', '/security', 'This session'],
  ['profile', '/profile', 'Time zone'],
  ['settings', '/settings', 'Event loop delay'],
];

describeWith('chromium', 'every page is free of serious findings of axe and fits its screen', (chromium) => {
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

  // Each theme is the one that some width is loaded in.
  describe.each<[ScreenWidth, Scheme, Scheme]>([
    [1440, 'light', 'dark'],
    [768, 'dark', 'light'],
    [360, 'light', 'dark'],
  ])('at %d pixels in the %s and in the %s theme', (width, ...themes) => {
    const [scheme] = themes;
    let visitor: Tab;
    let admin: Tab;

    beforeAll(async () => {
      visitor = await openTab(browser, { url: site.url, width, scheme });
      admin = await openAsAdmin(browser, site, { width, scheme });
    }, 60_000);

    test.each(['login', 'register', 'setup'])('before the login: %s', async (name) => {
      await visitor.page.emulateMedia({ colorScheme: scheme });
      await visitor.page.goto(`/${name}`);
      await visitor.page.getByRole('heading').first().waitFor();
      expect(await faults(visitor, name, themes)).toEqual([]);
    });

    test.each(inside)('after it: %s', async (name, path, ready) => {
      await admin.page.emulateMedia({ colorScheme: scheme });
      await admin.page.goto(path.replace(ACCOUNT, account));
      await admin.page.getByText(ready).first().waitFor();
      expect(await faults(admin, name, themes)).toEqual([]);
    });
  });
});
