import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Site } from '../../test/helpers/site.ts';

/** Widths that the page is made for: a desk, a tablet, a phone. */
export const screens = {
  1440: { width: 1440, height: 900 },
  768: { width: 768, height: 1024 },
  360: { width: 360, height: 740 },
} as const;
export type ScreenWidth = keyof typeof screens;
export type Scheme = 'light' | 'dark';

const launched = new Set<Browser>();

afterAll(async () => {
  await Promise.all([...launched].map((browser) => browser.close()));
});

/** A real Chromium without a screen, closed after the tests of the file. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  launched.add(browser);
  return browser;
}

export interface Tab {
  page: Page;
  /** What the browser complained of: errors and warnings of scripts, violations of the Content-Security-Policy. */
  complaints: string[];
}

interface TabOptions {
  url: string;
  width?: ScreenWidth;
  scheme?: Scheme;
}

/** A page on a device that was never here before. */
export async function openTab(browser: Browser, { url, width = 1440, scheme = 'light' }: TabOptions): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: screens[width],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    hasTouch: width === 360,
    isMobile: width === 360,
  });
  return watchedTab(await context.newPage());
}

/** Another page on the same device. */
export async function openSecondTab({ page }: Tab): Promise<Tab> {
  return watchedTab(await page.context().newPage());
}

function watchedTab(page: Page): Tab {
  const complaints: string[] = [];
  // As long as a busy machine may need: what is waited for comes in well under a second otherwise.
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Answers with an error status are what many tests are about; every other error or warning in the console is a fault.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return { page, complaints };
}

export async function logIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Where am I' }).waitFor();
}

/** A tab in which the first admin is logged in. */
export async function openAsAdmin(browser: Browser, site: Site, options: Omit<TabOptions, 'url'> = {}): Promise<Tab> {
  const tab = await openTab(browser, { url: site.url, ...options });
  const { ADMIN_EMAIL = '', ADMIN_PASSWORD = '' } = site.env;
  await logIn(tab.page, ADMIN_EMAIL, ADMIN_PASSWORD);
  return tab;
}

/** Waits until a condition of the page's address holds. */
export async function expectAddress(page: Page, pattern: RegExp): Promise<void> {
  await page.waitForURL(pattern);
  expect(page.url()).toMatch(pattern);
}

const folder = join(import.meta.dirname, '../../test/screenshots');

/** Keeps a picture of the page for human eyes. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
