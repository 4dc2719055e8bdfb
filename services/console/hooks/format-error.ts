import type { FieldError } from '../../../lib/errors.ts';
import { commonErrors, type Problem, problemType } from '../../../lib/errors.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';

interface KnownError {
  code: number;
  type: string;
  data: { title: string; detail?: string; errors?: FieldError[]; retryAfter?: number };
}

/** Errors of Moleculer itself, by type: what they mean to a client. */
const MOLECULER_ERRORS: Record<string, (error: { data?: unknown }) => Problem> = {
  VALIDATION_ERROR: ({ data }) => commonErrors.invalid({ errors: fieldErrors(data) }),
  SERVICE_NOT_FOUND: () => commonErrors.unavailable({ retryAfter: 2 }),
  SERVICE_NOT_AVAILABLE: () => commonErrors.unavailable({ retryAfter: 2 }),
  REQUEST_REJECTED: () => commonErrors.unavailable({ retryAfter: 2 }),
  REQUEST_SKIPPED: () => consoleErrors.gatewayTimeout(),
  REQUEST_TIMEOUT: () => consoleErrors.gatewayTimeout(),
  QUEUE_FULL: () => commonErrors.unavailable({ retryAfter: 1 }),
};

/**
 * Any error as an RFC 9457 problem. Only what a catalogue of ours says reaches the client: never a stack, a path or the message
 * of a driver.
 */
export function formatError(error: unknown, exchange: Pick<Exchange, 'requestId'>): Answer {
  const { code: status, type, data } = toKnownError(error);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  const retryAfter = data.retryAfter ?? (status === 503 || status === 429 ? 1 : undefined);
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.ceil(retryAfter));
  if (status === 401) headers['www-authenticate'] = bearerChallenge(type);
  const body = JSON.stringify({
    type: `urn:site11:problem:${type}`,
    title: data.title,
    status,
    ...(data.detail !== undefined && { detail: data.detail }),
    code: type,
    requestId: exchange.requestId,
    ...(data.errors !== undefined && { errors: data.errors }),
  });
  return { status, headers, body };
}

/** Any service may throw Moleculer's own ValidationError, with whatever in it. */
function fieldErrors(data: unknown): FieldError[] {
  const faults = Array.isArray(data) ? data.filter((fault) => typeof fault === 'object' && fault !== null) : [];
  return faults.map(({ field, code, message }) => ({
    field: String(field ?? ''),
    code: String(code ?? 'invalid'),
    message: String(message ?? ''),
  }));
}

/** RFC 6750, section 3: no error code when no token was sent. */
function bearerChallenge(type: string): string {
  return type === 'console.invalidToken' ? 'Bearer realm="site11", error="invalid_token"' : 'Bearer realm="site11"';
}

/** Whether the platform itself failed, so that it belongs into the log. */
export function isServerFault(error: unknown): boolean {
  return toKnownError(error).code === 500;
}

/**
 * Whether the call may have had its effect although it failed: its answer is lost with the node that it was sent to, a commit was not
 * answered, or a service that the action itself calls was gone.
 */
export function isLost(error: unknown, action: string | undefined): boolean {
  const type = problemType(error);
  if (type === 'SERVICE_NOT_FOUND' || type === 'SERVICE_NOT_AVAILABLE') {
    return (error as { data?: { action?: unknown } }).data?.action !== action;
  }
  return type === 'REQUEST_REJECTED' || type === 'common.outcomeUnknown';
}

function toKnownError(error: unknown): KnownError {
  const { code, type, data } = error as { code?: unknown; type?: unknown; data?: { title?: unknown } };
  const translate = typeof type === 'string' ? MOLECULER_ERRORS[type] : undefined;
  if (translate !== undefined) return translate(error as { data?: unknown });
  // By shape and not by class: the class is lost between nodes.
  const isProblem =
    typeof code === 'number' &&
    code >= 400 &&
    code < 600 &&
    typeof type === 'string' &&
    typeof data?.title === 'string';
  return isProblem ? (error as KnownError) : commonErrors.internal();
}
