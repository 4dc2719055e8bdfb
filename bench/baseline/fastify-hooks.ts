import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { input } from './input.ts';
import { isAuthentic } from './verify-token.ts';

const accessLog = pino(
  { base: null },
  pino.destination({ dest: `${input.folder}/access.log`, sync: false, minLength: 8_192 }),
);

export async function authenticate(req: FastifyRequest, reply: FastifyReply) {
  if (isAuthentic(req.headers.authorization)) return;
  return reply.code(401).send({ status: 401, title: 'Authentication is required' });
}

export async function tagAnswer(req: FastifyRequest, reply: FastifyReply, payload: unknown) {
  if (typeof payload !== 'string' || reply.statusCode !== 200) return payload;
  const etag = `"${hash('sha1', payload, 'base64url')}"`;
  reply.header('etag', etag);
  if (req.headers['if-none-match'] !== etag) return payload;
  reply.code(304);
  return null;
}

export async function logRequest(req: FastifyRequest, reply: FastifyReply) {
  accessLog.info({
    requestId: req.id,
    ip: req.ip,
    method: req.method,
    path: req.url,
    route: req.routeOptions.url,
    status: reply.statusCode,
    ms: reply.elapsedTime,
    agent: req.headers['user-agent'],
  });
}
