import { createServer } from 'node:http';
import { isAuthentic } from './verify-token.ts';

// What nginx's auth_request asks before each request.
createServer((req, res) => {
  const isAllowed = req.url === '/health/ready' || isAuthentic(req.headers.authorization);
  res.writeHead(isAllowed ? 200 : 401, { 'Content-Length': 0 }).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
