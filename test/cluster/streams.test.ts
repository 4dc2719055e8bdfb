import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeAuthority } from '../helpers/certificates.ts';
import { type Cluster, type Member, startCluster } from '../helpers/cluster.ts';
import { multiplyAccounts } from '../helpers/many-accounts.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { freePort, startProcess } from '../helpers/server-process.ts';
import { type Site, startSite } from '../helpers/site.ts';

const ACCOUNTS = 30_000;
const MEGABYTE = 1024 * 1024;
const PATH = '/api/v1/users/export';

/** Opens the export, of which nothing is read yet. */
async function open(site: Site): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${await site.adminToken()}` };
  return new Promise((resolve, reject) => {
    httpRequest(`${site.url}${PATH}`, { headers, agent: false }, resolve).once('error', reject).end();
  });
}

async function lines(answer: IncomingMessage): Promise<number> {
  let count = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) count += 1;
  }
  return count;
}

/** Megabytes of memory that a process has. */
const memory = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

describeWith('redis', 'An export of all accounts through a cluster', (program) => {
  let cluster: Cluster;
  let site: Site;
  const users = () => cluster.members('users').findLast(({ running }) => running) as Member;

  beforeAll(async () => {
    cluster = await startCluster(program, { processes: { users: 1, oauth: 1, console: 1 } });
    site = cluster.consoles[0] as Site;
    multiplyAccounts(cluster.dataDir, ACCOUNTS);
  }, 90_000);

  const redisInput = async () => {
    const client = cluster.redis.client();
    const [, bytes] = /total_net_input_bytes:(\d+)/.exec(await client.info('stats')) ?? [];
    client.disconnect();
    return Number(bytes);
  };

  test('is whole, and needs neither the memory of the processes nor Redis', async () => {
    await lines(await open(site));
    const pids = [site.pid, users().pid];
    const before = { memory: pids.map(memory), redis: await redisInput() };
    const answer = await open(site);
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/x-ndjson' } });
    expect(await lines(answer)).toBe(ACCOUNTS + 1);
    expect((await redisInput()) - before.redis).toBeLessThan(0.2 * MEGABYTE);
    for (const [index, pid] of pids.entries()) expect(memory(pid) - (before.memory[index] ?? 0)).toBeLessThan(60);
    await users().waitForLog(/"accounts":30001[^\n]*Accounts were exported/);
  }, 60_000);

  test('shows of an account what the API shows', async () => {
    const [first] = (await text(await open(site))).split('\n');
    const { id, ...account } = JSON.parse(first ?? '{}') as { id: string };
    const { body } = await site.request('GET', `/api/v1/users/${id}`, { token: await site.adminToken() });
    expect({ id, ...account }).toEqual(body);
  });

  test('is for those who may read accounts, and takes the filters of the list', async () => {
    const { accessToken } = await site.register();
    expect((await site.request('GET', PATH, { token: accessToken })).status).toBe(403);
    expect((await site.request('GET', PATH)).status).toBe(401);
    const token = await site.adminToken();
    const filtered = await site.request<string>('GET', `${PATH}?filter[email]=copy-7@example.com`, { token });
    expect(JSON.parse(filtered.body)).toMatchObject({ id: 'copy-00000007' });
    expect((await site.request('GET', `${PATH}?filter[nonsense]=1`, { token })).status).toBe(422);
  });

  test('waits for a client that does not read, and ends at its source when the client goes', async () => {
    const answer = await open(site);
    const log = users().log().length;
    // The sockets on the way hold a part of the 100 megabytes.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(users().log().slice(log)).not.toMatch(/Accounts were exported/);
    answer.destroy();
    const [, accounts] = await users().waitForLog(/"accounts":(\d+)[^\n]*An export was broken off/);
    expect(Number(accounts)).toBeLessThan(ACCOUNTS);
  });

  test('breaks off without a regular end when the node that has the accounts is killed', async () => {
    const answer = await open(site);
    await new Promise((resolve) => answer.once('readable', resolve));
    const killed = users();
    killed.kill('SIGKILL');
    await expect(lines(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(answer.complete).toBe(false);
    await killed.exited;
    await cluster.add('users');
    expect(await lines(await open(site))).toBeGreaterThan(ACCOUNTS);
  }, 60_000);

  test('goes on while Redis is away', async () => {
    const answer = await open(site);
    await new Promise((resolve) => answer.once('readable', resolve));
    await cluster.redis.kill();
    expect(await lines(answer)).toBeGreaterThan(ACCOUNTS);
    await cluster.redis.start();
    // Without oauth nobody can tell who asks next.
    await Promise.all(['users', 'oauth'].map((service) => cluster.untilHealthy(service)));
  }, 60_000);

  test('is finished by a node that is stopped meanwhile', async () => {
    const answer = await open(site);
    expect(answer.statusCode).toBe(200);
    await new Promise((resolve) => answer.once('readable', resolve));
    const leaving = users();
    leaving.kill('SIGTERM');
    expect(await lines(answer)).toBeGreaterThan(ACCOUNTS);
    expect((await leaving.exited).code).toBe(0);
  }, 60_000);
});

describeWith('redis', 'With certificates', (program) => {
  const authority = makeAuthority();
  const stranger = makeAuthority();
  let cluster: Cluster;
  let site: Site;
  let address: string;

  const tls = (name: string): Record<string, string> => {
    const { cert, key } = authority.issue(name);
    return { NODE_CERT_FILE: cert, NODE_KEY_FILE: key, NODE_CA_FILE: authority.ca };
  };

  beforeAll(async () => {
    cluster = await startCluster(program, { processes: { users: 1, oauth: 1, console: 1 }, env: tls('node') });
    site = cluster.consoles[0] as Site;
    const [, found = ''] = await (cluster.members('users')[0] as Member).waitForLog(
      /(https:\/\/[\d.:]+)\/health\/ready/,
    );
    address = found;
  }, 90_000);

  const ask = (path: string, method: string, own: object) =>
    new Promise<number | string>((resolve) => {
      const options = { method, agent: false, ca: readFileSync(authority.ca), ...own };
      const sent = httpsRequest(`${address}${path}`, options, (answer) => resolve(answer.resume().statusCode ?? 0));
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end();
    });

  test('bytes go over mutual TLS', async () => {
    multiplyAccounts(cluster.dataDir, 1_000);
    expect(await lines(await open(site))).toBe(1_001);
  });

  test('a node takes bytes from those alone whom the authority has signed', async () => {
    const known = authority.issue('other');
    const unknown = stranger.issue('stranger');
    const files = ({ cert, key }: { cert: string; key: string }) => ({
      cert: readFileSync(cert),
      key: readFileSync(key),
    });
    expect(await ask('/streams', 'POST', {})).toBe(403);
    expect(await ask('/streams', 'POST', files(unknown))).toBe(403);
    // Known, but without a token.
    expect(await ask('/streams', 'POST', files(known))).toBe(403);
    expect(cluster.members('users')[0]?.log()).not.toMatch(/packet was refused.*stranger/);
    expect(await ask('/health/live', 'GET', {})).toBe(200);
  });

  test("the container's own check still works", async () => {
    const env = { NODE_PORT: new URL(address).port, ...tls('check') };
    const check = startProcess([process.execPath, 'deploy/healthcheck.mjs', 'ready'], env);
    expect([await check.exited, check.log()]).toEqual([{ code: 0, signal: null }, expect.any(String)]);
  });

  test('a node without one is not trusted with anything', async () => {
    const bare = await startSite({
      services: ['console'],
      dataDir: cluster.dataDir,
      env: {
        ...cluster.env,
        NODE_CERT_FILE: '',
        NODE_KEY_FILE: '',
        NODE_CA_FILE: '',
        NODE_ID: 'bare',
        NODE_PORT: `${await freePort()}`,
      },
    });
    const token = await bare.adminToken();
    const answer = await bare.request('GET', PATH, { token });
    expect(answer).toMatchObject({ status: 503, body: { code: 'common.unavailable' } });
    expect(bare.log()).toMatch(/A node cannot be reached over HTTP/);
  });
});

describe('An export in one process', () => {
  test('is the same', async () => {
    const site = await startSite();
    multiplyAccounts(site.dataDir, 20_000);
    expect(await lines(await open(site))).toBe(20_001);
    const answer = await open(site);
    answer.destroy();
    await site.waitForLog(/An export was broken off/);
  });
});

async function text(answer: IncomingMessage): Promise<string> {
  let all = '';
  for await (const part of answer) all += part;
  return all;
}
