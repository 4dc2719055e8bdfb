import { beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../lib/ids.ts';
import type { RecordedEvent } from '../../../mixins/event-store/event-store.types.ts';
import { client, type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import users from '../../users/users.service.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';
import type { OAuthService } from '../oauth-service.ts';
import { endOnAccountChange } from './end-on-account-change.ts';

const password = 'a long pass phrase';

let services: Services;
let service: OAuthService;

beforeAll(async () => {
  services = await startServices([users, oauth]);
  service = services.broker.getLocalService('oauth') as OAuthService;
});

async function person() {
  const email = `${newId()}@example.com`;
  const { user } = await services.call(oauthContract.register, { email, password, name: 'Kim' });
  return { id: user.id, login: () => services.call(oauthContract.login, { email, password }) };
}

async function sessionIds(userId: string): Promise<string[]> {
  const as = { user: { id: userId, roles: [], permissions: [] }, client };
  const { data } = await services.call(oauthContract.listSessions, { sort: ['createdAt'] }, as);
  return data.map(({ id }) => id);
}

const event = (stream: string, type: string, at: string, data = {}): RecordedEvent => ({
  id: newId(),
  position: 1,
  aggregate: 'account',
  stream,
  version: 2,
  type,
  data,
  at,
  actor: stream,
});

const now = () => new Date().toISOString();

describe('An event of an account that is handled late, or a second time,', () => {
  test('spares the sessions that began after it', async () => {
    const { id, login } = await person();
    const at = now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await login();
    const [before, after] = await sessionIds(id);
    await endOnAccountChange.call(service, event(id, 'account.disabled', at));
    expect(await sessionIds(id)).toEqual([after]);
    expect(after).not.toBe(before);
    await endOnAccountChange.call(service, event(id, 'account.disabled', at));
    expect(await sessionIds(id)).toEqual([after]);
  });
});

describe('A changed password', () => {
  test.each([
    ['ends all sessions when someone else changed it', null, []],
    ['spares the session that changed it', 'first', ['first']],
  ])('%s', async (_what, kept, expected) => {
    const { id, login } = await person();
    await login();
    const [first = ''] = await sessionIds(id);
    const keptSessionId = kept === null ? null : first;
    await endOnAccountChange.call(service, event(id, 'account.passwordChanged', now(), { keptSessionId }));
    expect(await sessionIds(id)).toEqual(expected.map(() => first));
  });
});

describe('What changes an account otherwise', () => {
  test.each(['account.rolesChanged', 'account.enabled', 'account.profileChanged'])(
    '(%s) ends nothing',
    async (type) => {
      const { id } = await person();
      const before = await sessionIds(id);
      await endOnAccountChange.call(service, event(id, type, now()));
      expect(await sessionIds(id)).toEqual(before);
    },
  );
});
