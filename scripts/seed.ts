import { env, publicUrl } from '../lib/env.ts';
import type { Account } from '../services/users/users.contract.ts';
import { CommandError, runCommand } from './command-line.ts';
import { ApiClient } from './seed/api-client.ts';
import { liveThrough, makeRoles } from './seed/histories.ts';
import { people } from './seed/people.ts';
import { visit } from './seed/visitors.ts';

// `npm run seed`: fills a running installation with believable accounts, through the public API as any client would. Running
// it again adds only what is missing.
const usage = `npm run seed -- [--accounts 100] [--url ${publicUrl()}] --email <admin> --password <password>
The admin's address and password are taken from ADMIN_EMAIL and ADMIN_PASSWORD where they are set.`;

const options = {
  url: { type: 'string', default: publicUrl() },
  email: { type: 'string', default: env.ADMIN_EMAIL },
  password: { type: 'string', default: env.ADMIN_PASSWORD },
  accounts: { type: 'string', default: '100' },
} as const;

await runCommand({ usage, options }, async ({ values }) => {
  const { url, email, password } = values;
  const accounts = Number(values.accounts);
  if (email === undefined || password === undefined || !(accounts > 0)) throw new CommandError(usage);
  const visitor = new ApiClient(url);
  const { body } = await visitor.send<{ accessToken: string }>('POST', '/api/v1/auth/login', { email, password });
  const admin = new ApiClient(url, { token: body.accessToken });
  await makeRoles(admin);

  let made = 0;
  for (const [index, person] of people(accounts).entries()) {
    // Every eighth registers and uses the account; the others were entered by the admin.
    if (index % 8 === 0) await visit(url, person, index);
    else {
      const account = await admin.send<Account>('POST', '/api/v1/users', person);
      if (account.status === 201) {
        await liveThrough(admin, account.body, index);
        made += 1;
      }
    }
    showProgress(index + 1, accounts);
  }
  console.log(`${accounts} accounts are there, ${made} of them entered now.`);
});

function showProgress(done: number, all: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${all} accounts${done === all ? '\n' : ''}`);
  else if (done % 25 === 0 || done === all) console.log(`${done} of ${all} accounts`);
}
