import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';

/** Minor versions of /api/v1; the last is what a client gets that asks for none. */
export const API_VERSIONS = ['1.0'];
const LATEST = API_VERSIONS.at(-1) as string;

export function checkApiVersion({ req, headers, path }: Exchange): void {
  if (!path.startsWith('/api/')) return;
  const asked = req.headers['api-version'];
  headers.vary = headers.vary === undefined ? 'API-Version' : `${headers.vary}, API-Version`;
  if (asked !== undefined && !API_VERSIONS.includes(String(asked))) {
    throw consoleErrors.unknownApiVersion({ detail: `This server knows the versions ${API_VERSIONS.join(', ')}.` });
  }
  headers['api-version'] = asked === undefined ? LATEST : String(asked);
}
