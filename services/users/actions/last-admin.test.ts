import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser, tally, withRoles } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

const ways: [string, string, unknown][] = [
  ['POST', '/disable', undefined],
  ['DELETE', '', undefined],
  ['PATCH', '', { roles: ['user'] }],
  ['POST', '/erase', undefined],
];

describe('the last active admin', () => {
  test.each(ways)('stays after %s …%s', async (method, path, body) => {
    const answer = await admin.send(method, `/api/v1/users/${admin.id}${path}`, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'users.lastAdmin' } });
  });

  test('stays in bulk', async () => {
    for (const operation of ['disable', 'delete']) {
      const answer = await admin.send('POST', '/api/v1/users/bulk', { operation, ids: [admin.id] });
      expect(answer.body.results).toEqual([{ id: admin.id, ok: false, code: 'users.lastAdmin' }]);
    }
    const removal = { operation: 'removeRole', role: 'admin', ids: [admin.id] };
    const { body } = await admin.send('POST', '/api/v1/users/bulk', removal);
    expect(body.results).toEqual([{ id: admin.id, ok: false, code: 'users.lastAdmin' }]);
  });

  test('stays when all admins leave at once, each in another way', async () => {
    const admins = [admin];
    for (let n = 0; n < 7; n++) {
      const user = await plainUser(site);
      admins.push(await withRoles(site, admin, user, ['admin']));
    }
    const answers = await Promise.all(
      admins.map((person, n) => {
        const [method, path, body] = ways[n % ways.length] as (typeof ways)[number];
        return person.send(method, `/api/v1/users/${person.id}${path}`, body);
      }),
    );
    expect(tally(answers)[409]).toBe(1);
    const left = admins[answers.findIndex(({ status }) => status === 409)] as Person;
    const { body } = await left.send('GET', '/api/v1/users?filter[roles]=admin&filter[status]=active');
    expect(body.data.map(({ id }) => id)).toEqual([left.id]);
  });
});
