import { fastify } from 'fastify';

// The least that fastify can be, for the time that a start takes.
const app = fastify();
app.get('/health/ready', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
