import proxy from '@fastify/http-proxy';
import { fastify } from 'fastify';
import { authenticate, logRequest } from './fastify-hooks.ts';
import { input } from './input.ts';

// A gateway as fastify's own plugin makes it: it proves who asks, writes the access log and passes everything else on.
const app = fastify();

app.get('/health/ready', async () => ({ status: 'ok' }));

app.register(async (api) => {
  api.addHook('onRequest', authenticate);
  api.addHook('onResponse', logRequest);
  await api.register(proxy, { upstream: String(input.upstream), prefix: '/api', rewritePrefix: '/api' });
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
