import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Middleware, ServiceBroker } from 'moleculer';
import { env } from '../../lib/env.ts';
import type { FieldError } from '../../lib/errors.ts';
import { StartError } from '../../lib/start-error.ts';
import { expectedServices } from '../../mixins/readiness/expected-services.ts';
import { notReadyReasons } from '../../mixins/readiness/not-ready.ts';
import { advertisedHost } from './advertised-host.ts';

// Not imported: as an ES module `node:http` loads the whole of Node's HTTP client with it.
const { createServer } = process.getBuiltinModule('node:http');

/**
 * The HTTP server that each process of a cluster has for itself: whether it lives and whether it is ready. It listens before the
 * transporter connects, so that it can say that Redis is away, and until the process ends. A Console has it too: behind a port
 * that two Consoles share during a roll, it is the only way to ask one of them.
 */
export function nodeServer(): Middleware {
  let server: Server | undefined;
  let isAnnounced = false;
  return {
    name: 'NodeServer',

    async starting(broker: ServiceBroker) {
      const reasons = () => whyNotReady(broker, isAnnounced);
      server = createServer((req, res) => void answer(req, res, reasons));
      const { host, port } = await listen(server);
      broker.metadata.address = `http://${advertisedHost(host)}:${port}`;
      broker.getLogger('node').info(`Health of this process: http://${host}:${port}/health/ready`);
      process.send?.({ type: 'listening', address: `http://${host}:${port}` });
    },

    async started() {
      isAnnounced = true;
    },

    async stopped() {
      server?.close();
      server?.closeAllConnections();
    },
  } as Middleware;
}

async function listen(server: Server): Promise<{ host: string; port: number }> {
  const refused = once(server, 'error').then(([error]: Error[]) => {
    throw new StartError(
      `The node server cannot listen on ${env.NODE_HOST}:${env.NODE_PORT}: ${error?.message}`,
      error,
    );
  });
  await Promise.race([once(server.listen(env.NODE_PORT, env.NODE_HOST), 'listening'), refused]);
  // The broker holds the process; this server must not when the broker is gone.
  server.unref();
  return { host: env.NODE_HOST, port: (server.address() as AddressInfo).port };
}

async function whyNotReady(broker: ServiceBroker, isAnnounced: boolean): Promise<FieldError[]> {
  const reasons = await notReadyReasons(broker, expectedServices());
  if (reasons.length > 0 || isAnnounced) return reasons;
  return [{ field: 'process', code: 'starting', message: 'has not been seen by all others yet' }];
}

async function answer(req: IncomingMessage, res: ServerResponse, reasons: () => Promise<FieldError[]>): Promise<void> {
  const path = req.url?.split('?')[0];
  if (req.method !== 'GET' && req.method !== 'HEAD') return send(res, 405, { status: 'unknown method' });
  if (path === '/health/live') return send(res, 200, { status: 'ok' });
  if (path !== '/health/ready') return send(res, 404, { status: 'unknown path' });
  try {
    const errors = await reasons();
    if (errors.length === 0) return send(res, 200, { status: 'ok' });
    send(res, 503, { status: 'not ready', errors });
  } catch {
    send(res, 503, { status: 'not ready', errors: [] });
  }
}

function send(res: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(status === 503 && { 'Retry-After': '1' }),
  });
  res.end(text);
}
