import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../helpers/http.ts';
import { startRedis } from '../helpers/redis-server.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { type ServerProcess, startProcess, stopProcess } from '../helpers/server-process.ts';
import { type SupervisedCluster, startSupervised, until } from '../helpers/supervised-cluster.ts';

const script = join(import.meta.dirname, '../../scripts/repl.ts');

describeWith('redis', 'The REPL on a cluster', (program) => {
  let cluster: SupervisedCluster;
  let prompt: ServerProcess;

  beforeAll(async () => {
    const redis = await startRedis(program);
    cluster = await startSupervised(redis.url, 'users=2');
    prompt = startProcess([process.execPath, script], { ...cluster.env, NODE_ID: 'operator' });
    await prompt.waitForLog(/site11 \$/, 60_000);
  }, 120_000);

  afterAll(() => stopProcess(prompt));

  /** Types a line and waits for an answer to it. */
  async function ask(line: string, answer: RegExp): Promise<RegExpMatchArray> {
    const before = prompt.log().length;
    prompt.type(line);
    return prompt.waitForLog(new RegExp(`(?<=^[^]{${before}}[^]*)(?:${answer.source})`, answer.flags), 10_000);
  }

  /** Where the node's own health is, from its log. */
  function readiness(node: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const said = new RegExp(`"nodeID":"${node}".*?Health of this process: (http://[\\d.:]+)`, 'g');
    const [, origin = ''] = [...cluster.supervisor.log().matchAll(said)].at(-1) ?? [];
    return send(origin, 'GET', '/health/ready');
  }

  test('shows the nodes, and how each service is on each of them', async () => {
    await ask('nodes', /here-users-2a/);
    await ask('health', /users +here-users-1a +ok[\s\S]*users +here-users-2a +ok/);
  });

  test('takes a node out of the cluster, which goes on without it, and puts it back', async () => {
    await ask('drain here-users-1a', /here-users-1a is out/);
    expect(await readiness('here-users-1a')).toMatchObject({
      status: 503,
      body: { errors: [{ field: 'process', code: 'draining' }] },
    });
    const token = await cluster.adminToken();
    const { status } = await cluster.request('GET', '/api/v1/users', { token });
    expect(status).toBe(200);
    const before = prompt.log().length;
    await ask('health', /users +here-users-2a +ok/);
    expect(prompt.log().slice(before)).not.toContain('here-users-1a');
    await ask('drain here-users-1a --back', /here-users-1a is back/);
    expect((await readiness('here-users-1a')).status).toBe(200);
    await ask('health', /users +here-users-1a +ok/);
  });

  test('lets a node log more for a time, which ends by itself', async () => {
    await ask('log-level here-oauth-1a debug --for 2s', /here-oauth-1a logs at debug until/);
    await cluster.supervisor.waitForLog(/"level":20,[^\n]*"nodeID":"here-oauth-1a"/);
    await cluster.supervisor.waitForLog(/"nodeID":"here-oauth-1a"[^\n]*The log level is the usual one again/);
    const quietFrom = cluster.supervisor.log().length;
    await cluster.adminToken();
    expect(cluster.supervisor.log().slice(quietFrom)).not.toMatch(/"level":20/);
  });

  test.each([
    ['drain nobody', /There is no node nobody: there is here-console-1a, here-oauth-1a, here-users-1a, here-users-2a/],
    ['log-level here-users-1a loud', /There is no level loud/],
    ['log-level here-users-1a debug --for ever', /as 90s, 10m or 2h/],
    ['help drain', /puts it back/],
    ['help log-level', /such as 90s, 10m or 2h/],
  ])('answers "%s" with what can be said', async (line, answer) => {
    await ask(line, answer);
  });

  test('shows the breakers and how far the readers of the logs are', async () => {
    await ask('breakers', /All are closed/);
    await ask('events lag', /oauth +\S+ +users +\d+ +0/);
  });

  test('makes a token that the Console takes', async () => {
    const [token] = await ask('token admin@example.com', /eyJ[\w.-]+/);
    const { status } = await cluster.request('GET', '/api/v1/auth/me', { token });
    expect(status).toBe(200);
  });

  test('writes down who did what, where it was asked and where it took effect', async () => {
    const user = RegExp.escape(userInfo().username);
    const kept = readFileSync(join(cluster.env.DATA_DIR ?? '', 'logs/repl.log'), 'utf8');
    for (const command of [
      'drain here-users-1a',
      'log-level here-oauth-1a debug --for 2s',
      'breakers',
      'token admin@',
    ]) {
      expect(kept).toMatch(new RegExp(`"operator":"${user}@[^"]+","command":"${command}`));
    }
    expect(kept).not.toMatch(/eyJ/);
    expect(cluster.supervisor.log()).toMatch(
      new RegExp(`"nodeID":"here-users-1a"[^\\n]*An operator \\(${user}@\\S+\\) takes this node out`),
    );
  });

  test('is a node without services and without a port, which leaves when its user does', async () => {
    expect(prompt.log()).not.toMatch(/Health of this process/);
    const second = startProcess([process.execPath, script], { ...cluster.env, NODE_ID: 'second' });
    await second.waitForLog(/site11 \$/, 60_000);
    await ask('nodes', /second-repl/);
    second.type('exit');
    expect((await second.exited).code).toBe(0);
    await until('it is gone from the list', async () => {
      const before = prompt.log().length;
      await ask('nodes', /here-users-2a[\s\S]*\$ $/);
      return !/second-repl[^\n]*ONLINE/.test(prompt.log().slice(before));
    });
  });
});
