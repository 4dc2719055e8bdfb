import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Middleware, ServiceBroker } from 'moleculer';
import { env } from '../../lib/env.ts';
import type { FieldError } from '../../lib/errors.ts';
import { StartError } from '../../lib/start-error.ts';
import { expectedServices } from '../../mixins/readiness/expected-services.ts';
import { notReadyReasons } from '../../mixins/readiness/not-ready.ts';
import { IDLE } from '../streams/limits.ts';
import { nodeStreamsOf } from '../streams/node-streams.ts';
import { STREAMS_PATH } from '../streams/stream-client.ts';
import { advertisedHost } from './advertised-host.ts';
import { nodeTls } from './node-tls.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * The HTTP server that each process of a cluster has for itself: whether it lives and whether it is ready, and the bytes that
 * nodes send each other. It listens before the
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
      server = create((req, res) => {
        if (req.method === 'POST' && req.url === STREAMS_PATH) takeBytes(req, res, broker);
        else void answer(req, res, reasons);
      });
      const { host, port } = await listen(server);
      const scheme = nodeTls() === null ? 'http' : 'https';
      broker.metadata.address = env.NODE_ADDRESS ?? `${scheme}://${advertisedHost(host)}:${port}`;
      broker.getLogger('node').info(`Health of this process: ${scheme}://${host}:${port}/health/ready`);
      process.send?.({ type: 'listening', address: `${scheme}://${host}:${port}` });
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

function create(listener: Listener): Server {
  // Not imported: as an ES module `node:http` loads the whole of Node's HTTP client with it.
  const tls = nodeTls();
  // Whoever asks for the health needs no certificate: the container's own check has none. Bytes go to nodes that show one only.
  const options = { ...tls, requestCert: true, rejectUnauthorized: false };
  const server =
    tls === null
      ? process.getBuiltinModule('node:http').createServer(listener)
      : process.getBuiltinModule('node:https').createServer(options, listener);
  // A stream lasts as long as bytes move.
  server.requestTimeout = 0;
  server.setTimeout(IDLE);
  return server;
}

function takeBytes(req: IncomingMessage, res: ServerResponse, broker: ServiceBroker): void {
  const isKnown = nodeTls() === null || (req.socket as TLSSocket).authorized;
  if (isKnown) void nodeStreamsOf(broker)?.answer(req, res);
  else send(res, 403, { status: 'unknown node' });
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
