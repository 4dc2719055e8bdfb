import { createPublicKey, hash, type webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import jsonwebtoken from 'jsonwebtoken';
import { pino } from 'pino';
import { type Account, account, accountPage, accountParams, listQuery } from './accounts.schema.ts';
import { openAccounts } from './accounts-store.ts';

/** What the bench hands over: the site's own accounts and the key that its tokens are signed by. */
export interface BaselineInput {
  accounts: Account[];
  key: webcrypto.JsonWebKey;
  issuer: string;
  /** Folder for the database and the access log. */
  folder: string;
}

const input = JSON.parse(readFileSync(String(process.env.BASELINE_INPUT), 'utf8')) as BaselineInput;
const key = createPublicKey({ key: input.key, format: 'jwk' });
const accounts = openAccounts(`${input.folder}/accounts.sqlite`, input.accounts);
const accessLog = pino(
  { base: null },
  pino.destination({ dest: `${input.folder}/access.log`, sync: false, minLength: 8_192 }),
);
const app = fastify();

app.get('/health/ready', async () => ({ status: 'ok' }));

app.register(async (api) => {
  api.addHook('onRequest', authenticate);
  api.addHook('onSend', tagAnswer);
  api.addHook('onResponse', logRequest);
  api.get(
    '/api/v1/users/:id',
    { schema: { params: accountParams, response: { 200: account } } },
    async (req, reply) => {
      const found = accounts.find((req.params as { id: string }).id);
      return found ?? reply.callNotFound();
    },
  );
  api.get('/api/v1/users', { schema: { querystring: listQuery, response: { 200: accountPage } } }, async (req) =>
    accounts.page((req.query as { limit: number }).limit),
  );
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });

async function authenticate(req: FastifyRequest, reply: FastifyReply) {
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
  try {
    jsonwebtoken.verify(token, key, { algorithms: ['RS256'], issuer: input.issuer, audience: input.issuer });
  } catch {
    return reply.code(401).send({ status: 401, title: 'Authentication is required' });
  }
}

async function tagAnswer(req: FastifyRequest, reply: FastifyReply, payload: unknown) {
  if (typeof payload !== 'string' || reply.statusCode !== 200) return payload;
  const etag = `"${hash('sha1', payload, 'base64url')}"`;
  reply.header('etag', etag);
  if (req.headers['if-none-match'] !== etag) return payload;
  reply.code(304);
  return null;
}

async function logRequest(req: FastifyRequest, reply: FastifyReply) {
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
