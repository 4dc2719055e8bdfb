import { basename, dirname } from 'node:path';
import ApiGateway from 'moleculer-web';
import type { Exchange } from '../gateway/exchange.ts';
import { docsAssets } from '../openapi/docs-assets.ts';
import { isServed, type StaticServer, setStaticHeaders } from './serve-static.ts';

const servers = new Map<string, { serve: StaticServer; url: string }>();
for (const [path, { file }] of docsAssets) {
  const serve = ApiGateway.serveStatic(dirname(file), {
    redirect: false,
    setHeaders: setStaticHeaders,
  }) as StaticServer;
  servers.set(path, { serve, url: `/${basename(file)}` });
}

/** The API reference under /docs. @returns whether the path is one of its files and was answered. */
export async function serveDocs(exchange: Exchange): Promise<boolean> {
  const { req, path } = exchange;
  const server = servers.get(path);
  if (server === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
  req.url = server.url;
  return isServed(server.serve, exchange);
}
