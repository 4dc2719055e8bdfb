import type { FieldError } from '../../../lib/errors.ts';

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  requestId?: string;
  errors?: FieldError[];
}

/** An answer of the API that is not a success, or no answer at all (`status` 0, code "network"). */
export class ApiProblem extends Error {
  readonly status: number;
  /** Stable code such as "users.emailTaken": the only part to compare with. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly requestId: string | undefined;
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, document: ProblemDocument, retryAfter?: number) {
    const title = document.title ?? `The server answered with status ${status}`;
    super(document.detail ?? title);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = document.code ?? `http.${status}`;
    this.title = title;
    this.detail = document.detail;
    this.errors = document.errors ?? [];
    this.requestId = document.requestId;
    this.retryAfter = retryAfter;
  }
}

/** Reads an answer with an error status (RFC 9457), also when a proxy on the way wrote it in HTML. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const document = isProblem ? ((await response.json().catch(() => ({}))) as ProblemDocument) : {};
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const requestId = document.requestId ?? response.headers.get('x-request-id') ?? undefined;
  return new ApiProblem(response.status, { ...document, requestId }, retryAfter);
}

/** What is thrown when no answer came: offline, server away, connection cut. */
export function networkProblem(): ApiProblem {
  const title = navigator.onLine ? 'The server cannot be reached' : 'You are offline';
  return new ApiProblem(0, { title, code: 'network', detail: `${title}. Nothing you typed is lost: try again.` });
}

/** Any thrown value as a problem, so that every error is shown in the same way. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem(0, { title: 'Something went wrong in this page', code: 'page', detail });
}
