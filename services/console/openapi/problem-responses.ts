import { commonErrors, type ErrorFactory } from '../../../lib/errors.ts';
import { consoleErrors } from '../console.errors.ts';

type Json = Record<string, unknown>;
type DocumentedProblem = Pick<ErrorFactory, 'status' | 'code' | 'title'>;

/** What the gateway itself and every service may answer, by status. */
const GENERAL: Record<number, readonly DocumentedProblem[]> = {
  400: [
    consoleErrors.malformedRequest,
    consoleErrors.unknownApiVersion,
    consoleErrors.malformedBody,
    consoleErrors.malformedIdempotencyKey,
    consoleErrors.malformedPrecondition,
  ],
  401: [commonErrors.unauthenticated, consoleErrors.invalidToken],
  403: [commonErrors.forbidden],
  404: [commonErrors.notFound],
  409: [consoleErrors.idempotencyInFlight],
  412: [commonErrors.versionConflict],
  413: [consoleErrors.bodyTooLarge],
  415: [consoleErrors.unsupportedMediaType],
  422: [commonErrors.invalid, consoleErrors.idempotencyMismatch],
  429: [consoleErrors.tooManyRequests],
  500: [commonErrors.internal],
  503: [commonErrors.unavailable],
  504: [consoleErrors.gatewayTimeout],
  507: [commonErrors.storageFull],
};

/** The problems of one status: a reference, unless the action adds some of its own. */
export function problemResponse(status: number, own: readonly DocumentedProblem[]): Json {
  if (own.length === 0) return { $ref: `#/components/responses/Problem${status}` };
  return describeProblems(status, [...own, ...(GENERAL[status] ?? [])]);
}

export function sharedProblemResponses(): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(GENERAL).map(([status, problems]) => [
      `Problem${status}`,
      describeProblems(Number(status), problems),
    ]),
  );
}

function describeProblems(status: number, problems: readonly DocumentedProblem[]): Json {
  const titles = new Map(problems.map(({ code, title }) => [code, title]));
  const headers = ['X-Request-Id'];
  if (status === 401) headers.push('WWW-Authenticate');
  if (status === 429 || status === 503) headers.push('Retry-After');
  return {
    description: Array.from(titles, ([code, title]) => `\`${code}\`: ${title}.`).join('\n\n'),
    headers: headerRefs(headers),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

export function headerRefs(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
