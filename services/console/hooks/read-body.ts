import type { IncomingMessage, ServerResponse } from 'node:http';
import ApiGateway from 'moleculer-web';
import secureJson from 'secure-json-parse';
import { env } from '../../../lib/env.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';

const MAX_DEPTH = 64;

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;
/** RFC 8259, 8.1: JSON is UTF-8. In UTF-7 and the like, a filter on the way would read another text than we do. */
const FOREIGN_CHARSET = /;\s*charset\s*=(?!\s*"?utf-8"?\s*(;|$))/i;

const isJson = ({ headers: { 'content-type': type = '' } }: IncomingMessage) =>
  JSON_TYPE.test(type) && !FOREIGN_CHARSET.test(type);

type Parser = (req: IncomingMessage, res: ServerResponse, next: (error?: BodyError) => void) => void;
type BodyError = Error & { type?: string; status?: number };

/** Reads bytes with a limit that counts after decompression, so that a gzip bomb is stopped while it unfolds. */
const readText = ApiGateway.bodyParser.text({
  type: isJson,
  limit: env.BODY_LIMIT,
  inflate: true,
}) as unknown as Parser;

/** Whether there is a body to be read; that of a GET is not looked at. */
export function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads and parses a JSON object.
 * @throws console.bodyTooLarge, unsupportedMediaType, malformedBody.
 */
export async function readBody(exchange: Exchange): Promise<void> {
  const { req, res } = exchange;
  if (!isJson(req)) throw consoleErrors.unsupportedMediaType({ detail: 'Send the body as application/json.' });
  await new Promise<void>((resolve, reject) => {
    readText(req, res, (error) => (error ? reject(toProblem(error)) : resolve()));
  });
  exchange.bodyText = String((req as IncomingMessage & { body?: unknown }).body ?? '');
  exchange.body = parseObject(exchange.bodyText);
}

function parseObject(text: string): Record<string, unknown> {
  if (isDeeperThan(text, MAX_DEPTH))
    throw consoleErrors.malformedBody({ detail: `The JSON is nested deeper than ${MAX_DEPTH} levels.` });
  let value: unknown;
  try {
    // `__proto__` and `constructor.prototype` would survive JSON.parse and pollute whatever merges the object later.
    value = secureJson.parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw consoleErrors.malformedBody({ detail: 'The body is not valid JSON, or has a forbidden key.' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw consoleErrors.malformedBody({ detail: 'The body has to be a JSON object.' });
  }
  return value as Record<string, unknown>;
}

/** Counts brackets outside of strings: what parses may still be too deep for everything recursive behind it. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (isInString) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) isInString = false;
    } else if (char === 0x22) isInString = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}

function toProblem(error: BodyError) {
  if (error.type === 'entity.too.large')
    return consoleErrors.bodyTooLarge({ detail: `At most ${env.BODY_LIMIT} bytes are taken.` });
  if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
    return consoleErrors.unsupportedMediaType({
      detail: 'The body is in an encoding or charset that is not known here.',
    });
  }
  return consoleErrors.malformedBody({ cause: error });
}
