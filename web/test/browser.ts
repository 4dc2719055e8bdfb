import { type Browser, chromium, type Page } from 'playwright-core';

/** Widths that the page is made for: a desk, a tablet, a phone. */
export const screens = {
  1440: { width: 1440, height: 900 },
  768: { width: 768, height: 1024 },
  360: { width: 360, height: 740 },
} as const;
export type ScreenWidth = keyof typeof screens;
export type Scheme = 'light' | 'dark';

/** A real Chromium without a screen. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
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
}

interface PageOptions {
  baseURL: string;
  width?: ScreenWidth;
  scheme?: Scheme;
}

/** A page with empty storage, as on a device that was never here; what the browser complains of is collected. */
export async function openPage(browser: Browser, options: PageOptions): Promise<{ page: Page; complaints: string[] }> {
  const { baseURL, width = 1440, scheme = 'light' } = options;
  const context = await browser.newContext({
    baseURL,
    viewport: screens[width],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    hasTouch: width === 360,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Violations of the Content-Security-Policy and errors of React arrive here; failed requests are tested as such.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
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
