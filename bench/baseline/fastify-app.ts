import { fastify } from 'fastify';
import { account, accountPage, accountParams, listQuery, rolePage } from './accounts.schema.ts';
import { openAccountsInMongo } from './accounts-mongo.ts';
import { openAccounts } from './accounts-store.ts';
import { authenticate, logRequest, tagAnswer } from './fastify-hooks.ts';
import { input } from './input.ts';

const accounts =
  input.mongo === undefined
    ? openAccounts(`${input.folder}/accounts.sqlite`, input)
    : await openAccountsInMongo(input.mongo, input);
const app = fastify();

app.get('/health/ready', async () => ({ status: 'ok' }));

app.register(async (api) => {
  if (!input.isBehindProxy) {
    api.addHook('onRequest', authenticate);
    api.addHook('onResponse', logRequest);
  }
  api.addHook('onSend', tagAnswer);
  api.get(
    '/api/v1/users/:id',
    { schema: { params: accountParams, response: { 200: account } } },
    async (req, reply) => {
      const found = await accounts.find((req.params as { id: string }).id);
      return found ?? reply.callNotFound();
    },
  );
  api.get('/api/v1/users', { schema: { querystring: listQuery, response: { 200: accountPage } } }, async (req) =>
    accounts.page((req.query as { limit: number }).limit),
  );
  api.get('/api/v1/roles', { schema: { querystring: listQuery, response: { 200: rolePage } } }, async (req) =>
    accounts.roles((req.query as { limit: number }).limit),
  );
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
