import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { memberCommand } from '../../scripts/start-command.ts';
import { alternatingDoor } from './alternating-door.ts';
import { findTool, remedyFor } from './find-tool.ts';
import { send } from './http.ts';
import { startRedis } from './redis-server.ts';
import { freePort, type ServerProcess, startProcess, stopProcess } from './server-process.ts';
import { type SiteRuntime, untilReady } from './site-process.ts';

/** Two of each, but for oauth: what is asked of one has to be known at the other. */
const PROCESSES = { console: 2, users: 2, oauth: 1 } as const;
const started = new Set<ServerProcess>();

afterAll(async () => {
  await Promise.all([...started].map((server) => stopProcess(server, 3_000)));
});

/**
 * A site as a cluster, one service a process, behind a door that takes each connection to the other Console. It has a Redis of
 * its own, or a namespace of its own in the one that the run was given as REDIS_URL. @param env of the site, read at each start
 */
export async function startAsCluster(env: Record<string, string>, port: number): Promise<SiteRuntime> {
  const redis = {
    REDIS_URL: process.env.TEST_REDIS_URL ?? (await ownRedis()),
    NAMESPACE: `test-${randomUUID()}`.slice(0, 20),
  };
  const ports = [await freePort(), await freePort()];
  await alternatingDoor(port, ports);
  let all: ServerProcess[] = [];
  const consoles = () => all.slice(0, PROCESSES.console);
  const launch = (service: string, index: number) => {
    const own = { SERVICES: service, NODE_ID: `${service}-${index + 1}`, PORT: String(ports[index]) };
    const server = startProcess(memberCommand(), { ...redis, ...env, ...own });
    started.add(server);
    return server;
  };
  return {
    get pid() {
      return all[0]?.pid ?? 0;
    },
    get running() {
      return all.some(({ running }) => running);
    },
    log: () => all.map((server) => server.log()).join(''),
    waitForLog: (pattern, timeout) => Promise.any(all.map((server) => server.waitForLog(pattern, timeout))),
    type: () => {
      throw new Error('A cluster has no standard input: give the site the option topology or repl.');
    },
    async start() {
      all = Object.entries(PROCESSES).flatMap(([service, count]) =>
        Array.from({ length: count }, (_, index) => launch(service, index)),
      );
      await Promise.all(consoles().map((server, index) => untilReady(server, `http://127.0.0.1:${ports[index]}`)));
      await Promise.all(all.slice(PROCESSES.console).map(untilNodeReady));
      await Promise.all(ports.map((each) => untilComplete(`http://127.0.0.1:${each}`)));
    },
    async stop() {
      const codes = [];
      // In the order of `npm run cluster`: nobody is asked who has left already.
      for (const some of [consoles(), all.slice(PROCESSES.console)]) {
        codes.push(...(await Promise.all(some.map(async (server) => (await stopProcess(server)).code))));
      }
      return codes.find((code) => code !== 0) ?? 0;
    },
    async kill(signal) {
      for (const server of all) server.kill(signal);
      const [first] = await Promise.all(all.map(({ exited }) => exited));
      return first ?? { code: null, signal };
    },
  };
}

async function ownRedis(): Promise<string> {
  const program = findTool('redis');
  if (program === undefined) throw new Error(`TEST_TOPOLOGY=cluster needs a Redis: ${remedyFor('redis')}`);
  return (await startRedis(program)).url;
}

/** Its own health says so once every other node has confirmed that it knows its services. */
async function untilNodeReady(server: ServerProcess): Promise<void> {
  const [, url = ''] = await server.waitForLog(/Health of this process: (http:\/\/[\d.:]+)/, 60_000);
  await untilReady(server, url);
}

async function untilComplete(url: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await delay(50)) {
    const { body } = await send<{ services: Record<string, { status: string }> }>(url, 'GET', '/health');
    const { users, oauth } = body.services;
    if (users?.status === 'ok' && oauth?.status === 'ok') return;
    if (Date.now() > deadline) throw new Error(`The cluster at ${url} is not complete: ${JSON.stringify(body)}`);
  }
}
