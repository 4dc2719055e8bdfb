import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { firstAdmin, type Person } from '../../test/helpers/people.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import type { Site } from '../../test/helpers/site.ts';
import { expectAddress, launchChromium, openAsAdmin } from './browser.ts';
import { startSeededSite } from './seeded-site.ts';

interface Account {
  id: string;
  name: string;
  status: string;
  roles: string[];
  labels: string[];
}

describeWith('chromium', 'users in the admin page', (chromium) => {
  let site: Site;
  let admin: Person;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    site = await startSeededSite();
    admin = await firstAdmin(site);
    browser = await launchChromium(chromium);
    ({ page, complaints } = await openAsAdmin(browser, site));
  }, 120_000);

  beforeEach(() => {
    complaints.length = 0;
  });

  const row = (text: string) =>
    page.getByRole('table', { name: 'Accounts' }).getByRole('row').filter({ hasText: text });

  async function makeAccount(name: string): Promise<Account> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    return (await admin.send<Account>('POST', '/api/v1/users', { name, email })).body;
  }

  async function read(id: string): Promise<Account> {
    return (await admin.send<Account>('GET', `/api/v1/users/${id}`)).body;
  }

  test('a list has its search, filters and sorting in the address: reload and back give the same', async () => {
    await page.goto('/users');
    await row('@example').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('tanaka');
    await expectAddress(page, /\?q=tanaka$/);
    await page
      .getByRole('status')
      .filter({ hasText: /^\d accounts?$/ })
      .waitFor();
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Active' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await expectAddress(page, /\?q=tanaka&status=active&sort=name$/);
    const names = await row('Tanaka').getByRole('link').allTextContents();
    await page.reload();
    await row('Tanaka').first().waitFor();
    expect(await row('Tanaka').getByRole('link').allTextContents()).toEqual(names);
    await page.goBack();
    await expectAddress(page, /\?q=tanaka&status=active$/);
  });

  test('a list that is empty because of a filter offers to clear it', async () => {
    await page.goto('/users?q=nobody-is-called-this&status=active');
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await expectAddress(page, /\/users$/);
    await row('@example').first().waitFor();
  });

  test('more rows are added below those that are there', async () => {
    await page.goto('/users');
    await row('@example').first().waitFor();
    const first = await row('@example').first().textContent();
    await page.getByText(/Showing 40 of \d+ accounts/).waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText(/^\d+ accounts$/).waitFor();
    expect(await row('@example').first().textContent()).toBe(first);
    expect(await row('@example').count()).toBeGreaterThan(40);
  });

  test('rows are selected by keyboard, disabled together, and that is taken back', async () => {
    const people = [await makeAccount('Bulk One'), await makeAccount('Bulk Two')];
    await page.goto('/users?q=bulk');
    await row('Bulk Two').waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('2 accounts disabled.').waitFor();
    await row('Bulk One').getByText('Disabled').waitFor();
    expect((await Promise.all(people.map(({ id }) => read(id)))).map(({ status }) => status)).toEqual([
      'disabled',
      'disabled',
    ]);
    await page.keyboard.press('z');
    await row('Bulk One').getByText('Active').waitFor();
    expect(await read(people[0]?.id ?? '')).toMatchObject({ status: 'active' });
  });

  test('an account is looked at, edited and its history read, by keyboard alone', async () => {
    const { id } = await makeAccount('Keyboard Kim');
    await page.goto('/users?q=keyboard');
    await row('Keyboard Kim').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard Kim' }).waitFor();
    await expectAddress(page, new RegExp(`open=${id}`));
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Edit Keyboard Kim' }).waitFor();
    await page.getByLabel('Name').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Kim of the Keys');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Kim of the Keys' }).waitFor();
    expect(await read(id)).toMatchObject({ name: 'Kim of the Keys' });
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('from "Keyboard Kim" to "Kim of the Keys"').waitFor();
    await expectAddress(page, /tab=history$/);
    await page.getByRole('button', { name: 'Show what changed' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: 'name Keyboard Kim Kim of the Keys' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('saving is offered when something changed, and leaving with changes asks', async () => {
    const { id } = await makeAccount('Guarded Gus');
    await page.goto(`/users/${id}/edit`);
    const save = page.getByRole('button', { name: 'Save' });
    await save.waitFor();
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel('Name').fill('Guarded Gustav');
    expect(await save.isEnabled()).toBe(true);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Stay and go on' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Guarded Gustav');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Leave' }).click();
    await expectAddress(page, new RegExp(`/users/${id}$`));
  });

  test('two people who change the same account are shown both changes and merge them', async () => {
    const { id } = await makeAccount('Merge Mia');
    await page.goto(`/users/${id}/edit`);
    await page.getByLabel('Name').fill('Mia of mine');
    await page.getByLabel('Email address').fill('mine@example.com');
    await admin.send('PATCH', `/api/v1/users/${id}`, { name: 'Mia of theirs', labels: ['theirs'] });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Someone changed this while you did' });
    await dialog.getByText('from "Merge Mia" to "Mia of theirs"').waitFor();
    await dialog.getByRole('radio', { name: 'Mia of theirs' }).check();
    await dialog.getByRole('button', { name: 'Save the chosen fields' }).click();
    await page.getByRole('heading', { name: 'Mia of theirs' }).waitFor();
    expect(await read(id)).toMatchObject({ name: 'Mia of theirs', email: 'mine@example.com', labels: ['theirs'] });
  });

  test("the server's errors appear at their fields, with what was typed", async () => {
    await makeAccount('Taken Tom');
    await page.goto('/users/new');
    await page.getByLabel('Name').fill('Taken Again');
    await page.getByLabel('Email address').fill('taken.tom@example.com');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Taken Again');
    await page.getByLabel('Email address').fill('taken.again@example.com');
    await page.getByLabel('Password', { exact: true }).fill('1234567890');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await page.getByLabel('Password', { exact: true }).fill('a pass phrase that is long enough');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('heading', { name: 'Taken Again' }).waitFor();
  });

  test('an account is deleted without a question, with an undo; erased only with its name typed', async () => {
    const { id, name } = await makeAccount('Erasable Eve');
    await page.goto(`/users/${id}`);
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText(`${name} is deleted.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    expect(await read(id)).toMatchObject({ status: 'active' });

    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Erase for ever' }).click();
    const dialog = page.getByRole('dialog', { name: `Erase ${name} for ever` });
    expect(await dialog.getByRole('button', { name: 'Erase this account' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type erasable.eve@example.com to confirm').fill('erasable.eve@example.com');
    await dialog.getByRole('button', { name: 'Erase this account' }).click();
    await expectAddress(page, /\/users$/);
    expect((await admin.send('GET', `/api/v1/users/${id}`)).status).toBe(404);
  });

  test('a role is made, given and its permissions changed', async () => {
    await page.goto('/roles/new');
    await page.getByLabel('Name').fill('night-watch');
    await page.getByLabel('Description').fill('Watches at night');
    await page.getByLabel('See nodes, services, their health and metrics').check();
    await page.getByRole('button', { name: 'Make the role' }).click();
    await page.getByRole('heading', { name: 'night-watch' }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('See accounts, roles and their history').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'night-watch' }).waitFor();
    const role = await admin.send('GET', '/api/v1/roles/night-watch');
    expect(role.body).toMatchObject({ permissions: ['platform:read', 'users:read'] });

    const { id } = await makeAccount('Watching Wes');
    await page.goto(`/users/${id}/edit`);
    await page.getByRole('combobox', { name: 'Roles' }).fill('night');
    await page.getByRole('option', { name: 'night-watch' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Watching Wes' }).waitFor();
    expect((await read(id)).roles.sort()).toEqual(['night-watch', 'user']);
  });

  test('columns are chosen, and a view with them is saved with the account', async () => {
    await page.goto('/users?status=disabled');
    await row('@example').first().waitFor();
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Changed' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Changed' }).waitFor();
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('menuitem', { name: 'Save this view' }).click();
    await page.getByLabel('Name of the view').fill('Locked out');
    const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
    await page.getByRole('button', { name: 'Save view' }).click();
    await saved;
    await page.goto('/users');
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('menuitem', { name: 'Locked out' }).click();
    await expectAddress(page, /status=disabled&columns=.*updatedAt/);
  });

  test('what is on the screen can be copied as the curl command that gives the same', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/users?q=sato&status=active');
    await row('Sato').first().waitFor();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const [, address = ''] = command.match(/'(http[^']+)'/) ?? [];
    const answer = await admin.send<{ data: Account[] }>('GET', address.slice(site.url.length));
    expect(answer.status).toBe(200);
    expect(answer.body.data).toHaveLength(await row('Sato').count());
  });

  test('anything is found and done from the keyboard', async () => {
    const { id } = await makeAccount('Findable Fay');
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find or do anything').waitFor();
    await page.keyboard.type('findable');
    await page.getByRole('dialog').getByText('Findable Fay').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectAddress(page, new RegExp(`/users/${id}$`));
  });
});
