import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';
import { docsAssets } from './docs-assets.ts';

// A browser takes its time on a small machine that is busy with other tests.
jest.setTimeout(120_000);

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

describe('the API reference', () => {
  test.each([...docsAssets])('has %s from our own server', async (path, { contentType }) => {
    const { status, headers } = await site.request('GET', path);
    expect([status, headers['content-type']?.toLowerCase()]).toEqual([200, contentType]);
    expect(headers).toHaveProperty('content-security-policy');
  });

  test('has no script in the page itself, which the content security policy would not let run', async () => {
    const { body } = await site.request<string>('GET', '/docs');
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/);
  });
});

describeWith('chromium', 'the API reference in a browser', (executablePath) => {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  test.each([
    [1440, 'light'],
    [360, 'dark'],
  ] as const)('shows an operation and tries it out, %i pixels wide, %s', async (width, colorScheme) => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    const origins = new Set<string>();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Violations of the content security policy arrive here; the icon is there once the admin page is built.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) complaints.push(message.text());
    });
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    await page.goto(`${site.url}/docs#get-/health/live`);
    // The button is there a moment before the page listens to it.
    const answered = page.getByText('Response Status: OK:200');
    for (let tries = 0; tries < 5 && !(await answered.isVisible()); tries += 1) {
      await page.getByRole('button', { name: 'TRY', exact: true }).click();
      await answered.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    expect(await answered.isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([site.url]);
    await page.close();
  });
});
