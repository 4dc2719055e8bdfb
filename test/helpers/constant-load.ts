import { Agent, get, type IncomingMessage } from 'node:http';
import { get as getSecurely, Agent as SecureAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';

export interface LoadReport {
  sent: number;
  /** What went wrong, with how often. */
  failures: Record<string, number>;
  /** How many took longer than a second, and the longest, in milliseconds. */
  slow: number;
  longest: number;
}

export interface ConstantLoad {
  /** Ends it when everything that was sent is answered. */
  stop(): Promise<LoadReport>;
  readonly sent: number;
}

/**
 * Requests one after the other on several connections, half of them kept alive and half fresh for each request. Certificates made for
 * a test are believed.
 */
export function constantLoad(urls: string[], token: string, connections = 8): ConstantLoad {
  const report: LoadReport = { sent: 0, failures: {}, slow: 0, longest: 0 };
  const isSecure = urls[0]?.startsWith('https:');
  const kept = isSecure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const ask = isSecure ? getSecurely : get;
  let isStopped = false;
  const fail = (reason: string) => {
    report.failures[reason] = (report.failures[reason] ?? 0) + 1;
  };
  const one = (url: string, agent: Agent | false) =>
    new Promise<void>((settle) => {
      report.sent += 1;
      const startedAt = performance.now();
      const resolve = () => {
        const took = Math.round(performance.now() - startedAt);
        if (took > 1_000) report.slow += 1;
        report.longest = Math.max(report.longest, took);
        settle();
      };
      const headers = { authorization: `Bearer ${token}` };
      const request = ask(
        url,
        { agent, timeout: 15_000, headers, rejectUnauthorized: false },
        (response: IncomingMessage) => {
          response.resume();
          response.on('error', (error) => fail(`in the answer: ${error.message}`));
          response.on('close', () => {
            if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
            else if (!response.complete) fail('half an answer');
            resolve();
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer')));
      request.on('error', (error: NodeJS.ErrnoException) => {
        fail(`${error.code ?? error.message}${request.reusedSocket ? ' on a kept connection' : ''}`);
        resolve();
      });
    });
  const workers = Array.from({ length: connections }, async (_, index) => {
    for (let turn = index; !isStopped; turn += 1) {
      await one(urls[turn % urls.length] ?? '', index % 2 === 0 ? kept : false);
      // A moment, so that the machine has time for what is tested.
      await wait(2);
    }
  });
  return {
    get sent() {
      return report.sent;
    },
    async stop() {
      isStopped = true;
      await Promise.all(workers);
      kept.destroy();
      return report;
    },
  };
}
