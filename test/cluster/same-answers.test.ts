import { beforeAll, expect, test } from '@jest/globals';
import { startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { type Site, startSite } from '../helpers/site.ts';

describeWith('redis', 'A cluster and a single process on the same data', (program) => {
  let clustered: Site;
  let single: Site;
  let token: string;
  let id: string;

  beforeAll(async () => {
    const cluster = await startCluster(program, { processes: { users: 1, oauth: 1, console: 1 } });
    [clustered] = cluster.consoles as [Site];
    ({
      accessToken: token,
      user: { id },
    } = await clustered.login('admin@example.com', 'correct horse battery admin'));
    const { PUBLIC_URL = '' } = cluster.env;
    single = await startSite({ dataDir: cluster.dataDir, env: { PUBLIC_URL } });
  }, 90_000);

  test.each([
    ['a record', () => `/api/v1/users/${id}`, 200],
    ['a list', () => '/api/v1/users?count=exact', 200],
    ['some fields of a list', () => '/api/v1/users?fields=id,name', 200],
    ['what may be cached', () => '/api/v1/roles', 200],
    ['a record that is not there', () => '/api/v1/users/nobody', 404],
    ['a query that is not understood', () => '/api/v1/users?limit=-1', 422],
  ])('answer %s alike', async (_name, path, status) => {
    const answers = [];
    for (const site of [clustered, single]) {
      const { body, headers, ...answer } = await site.request('GET', path(), {
        token,
        headers: { 'x-request-id': 'r' },
      });
      const { etag, 'content-type': type, 'content-length': length } = headers;
      answers.push({ ...answer, body, etag, type, length });
    }
    expect(answers[0]?.status).toBe(status);
    expect(answers[0]).toEqual(answers[1]);
  });

  test('know the ETags of each other', async () => {
    const { headers } = await single.request('GET', `/api/v1/users/${id}`, { token });
    const condition = { token, headers: { 'if-none-match': String(headers.etag) } };
    expect(await clustered.request('GET', `/api/v1/users/${id}`, condition)).toMatchObject({ status: 304, body: '' });
  });
});
