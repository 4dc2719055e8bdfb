import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Cluster, Redis } from 'ioredis';
import { startRedis, startRedisCluster } from '../test/helpers/redis-server.ts';
import { describeWith } from '../test/helpers/require-tool.ts';
import { temporaryFolder } from '../test/helpers/temporary-folder.ts';
import { type Env, env } from './env.ts';
import { closeSharedRedis, connectRedis, sharedRedis } from './redis.ts';

const before = { ...env };
const open = new Set<Redis | Cluster>();

afterEach(() => {
  for (const client of open) client.disconnect();
  open.clear();
  closeSharedRedis();
  for (const name of Object.keys(env)) delete (env as Record<string, unknown>)[name];
  Object.assign(env, before);
});

/** Connects with these variables. @returns what Redis says to PING, or the first error. */
async function ping(variables: Partial<Env>): Promise<string> {
  Object.assign(env, variables);
  const client = connectRedis({ maxRetriesPerRequest: 0, retryStrategy: null });
  open.add(client);
  return new Promise((resolve) => {
    client.on('error', ({ message }) => resolve(message));
    client.on('ready', () => client.ping().then(resolve, ({ message }) => resolve(message)));
  });
}

/** A certificate authority, and certificates by it for a server and a client. */
function certificates(): Record<'ca' | 'server' | 'client' | 'serverKey' | 'clientKey', string> {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority');
  for (const name of ['server', 'client']) {
    const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl('req', '-x509', ...key, ...issuer, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`);
  }
  return {
    ca: file('ca.pem'),
    server: file('server.pem'),
    serverKey: file('server.key'),
    client: file('client.pem'),
    clientKey: file('client.key'),
  };
}

describeWith('redis', 'A connection to Redis', (program) => {
  test('is made with a password, or as an ACL user', async () => {
    const user = ['--user', 'default', 'on', '>s3cret,word', '~*', '&*', '+@all'];
    const acl = ['--user', 'site11', 'on', '>p@ss', '~site11:*', '&MOL-site11.*', '+@all'];
    const { port } = await startRedis(program, [...user, ...acl]);
    expect(await ping({ REDIS_URL: `redis://127.0.0.1:${port}` })).toMatch(/NOAUTH/);
    expect(await ping({ REDIS_URL: `redis://:s3cret%2Cword@127.0.0.1:${port}` })).toBe('PONG');
    expect(await ping({ REDIS_URL: `redis://site11:p%40ss@127.0.0.1:${port}/3` })).toBe('PONG');
    expect(await ping({ REDIS_URL: `redis://site11:wrong@127.0.0.1:${port}` })).toMatch(/WRONGPASS/);
  });

  test('is made over TLS, with a client certificate where Redis asks for one', async () => {
    const { ca, server, serverKey, client, clientKey } = certificates();
    const tls = ['--tls-cert-file', server, '--tls-key-file', serverKey, '--tls-ca-cert-file', ca];
    const { port } = await startRedis(program, tls);
    const url = { REDIS_URL: `rediss://127.0.0.1:${port}` };
    const asClient = { ...url, REDIS_CERT_FILE: client, REDIS_KEY_FILE: clientKey };
    expect(await ping(asClient)).toMatch(/certificate/);
    expect(await ping({ ...asClient, REDIS_CA_FILE: ca })).toBe('PONG');
    expect(await ping({ ...url, REDIS_CA_FILE: ca, REDIS_CERT_FILE: undefined, REDIS_KEY_FILE: undefined })).not.toBe(
      'PONG',
    );
  });

  test('goes to the master that sentinels name, and to the new one after a failover', async () => {
    const master = await startRedis(program);
    const replica = await startRedis(program, ['--replicaof', '127.0.0.1', `${master.port}`]);
    const monitor = `sentinel monitor mymaster 127.0.0.1 ${master.port} 1\nsentinel down-after-milliseconds mymaster 500`;
    const sentinel = await startRedis(program, ['--sentinel'], monitor);
    const url = {
      REDIS_MODE: 'sentinel',
      REDIS_URL: `redis://127.0.0.1:1,redis://127.0.0.1:${sentinel.port}`,
    } as const;
    const serverPort = async () => {
      const answer = await ping(url);
      return answer === 'PONG' ? ([...open].at(-1) as Redis).stream.remotePort : answer;
    };
    expect(await serverPort()).toBe(master.port);
    await replica.waitForLog(/MASTER <-> REPLICA sync: Finished/);
    await sentinel.waitForLog(/\+slave slave/);
    await master.kill();
    await sentinel.waitForLog(/\+switch-master/);
    expect(await serverPort()).toBe(replica.port);
  });

  test('finds the nodes of a cluster', async () => {
    const [node] = await startRedisCluster(program);
    expect(await ping({ REDIS_MODE: 'cluster', REDIS_URL: `${node?.url},redis://127.0.0.1:1` })).toBe('PONG');
    const cluster = [...open].at(-1) as Cluster;
    expect(cluster.nodes('master')).toHaveLength(3);
    // Of three keys in a row hardly ever all belong to one node; each is asked for where it is.
    for (const key of ['a', 'b', 'c']) {
      await cluster.set(key, `value of ${key}`);
      expect(await cluster.get(key)).toBe(`value of ${key}`);
    }
  });

  test('for commands is one for the process, and makes nobody wait while Redis is away or silent', async () => {
    const redis = await startRedis(program);
    env.REDIS_URL = redis.url;
    const client = sharedRedis();
    expect(sharedRedis()).toBe(client);
    await new Promise((resolve) => client.once('ready', resolve));
    const timed = async () => {
      const start = performance.now();
      await expect(client.get('key')).rejects.toThrow();
      return performance.now() - start;
    };
    redis.freeze();
    expect(await timed()).toBeLessThan(1000);
    redis.thaw();
    expect(await client.set('key', 'value')).toBe('OK');
    await redis.kill();
    await timed();
    expect(await timed()).toBeLessThan(100);
    await redis.start();
    await new Promise((resolve) => client.once('ready', resolve));
    expect(await client.get('key')).toBeNull();
  });
});
