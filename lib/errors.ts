/** One fault of one input field, as RFC 9457 problems list them in `errors`. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

export interface ProblemDetails {
  /** What happened this time, safe to show to the client. */
  detail?: string;
  errors?: FieldError[];
  /** Seconds; becomes the Retry-After header. */
  retryAfter?: number;
  /** The real reason: for the log of the node where it happened, never sent. */
  cause?: unknown;
}

/**
 * An error that a client may see. `code` is the HTTP status and `type` the stable code of the problem, under the names
 * that Moleculer carries from node to node: the class itself does not cross, so compare `type`, not `instanceof`.
 */
export class Problem extends Error {
  readonly code: number;
  readonly type: string;
  readonly data: { title: string; detail?: string; errors?: FieldError[]; retryAfter?: number };
  readonly retryable = false;

  constructor(status: number, type: string, title: string, details: ProblemDetails = {}) {
    const { cause, ...data } = details;
    super(details.detail ?? title, { cause });
    this.name = 'Problem';
    this.code = status;
    this.type = type;
    this.data = { title, ...data };
  }
}

export interface ErrorEntry {
  status: number;
  title: string;
}

export type ErrorFactory = ErrorEntry & { code: string } & ((details?: ProblemDetails) => Problem);

/**
 * A catalogue of stable error codes: `defineErrors('users', { emailTaken: { status: 409, title } })` gives
 * `errors.emailTaken(details?)`, which makes the problem `users.emailTaken`.
 */
export function defineErrors<const T extends Record<string, ErrorEntry>>(
  scope: string,
  entries: T,
): { [K in keyof T]: ErrorFactory } {
  const catalogue = {} as { [K in keyof T]: ErrorFactory };
  for (const key of Object.keys(entries) as (keyof T & string)[]) {
    const { status, title } = entries[key] as ErrorEntry;
    const code = `${scope}.${key}`;
    catalogue[key] = Object.assign((details?: ProblemDetails) => new Problem(status, code, title, details), {
      status,
      title,
      code,
    });
  }
  return catalogue;
}

/** The stable code of an error from anywhere, also one that crossed nodes; undefined for what is not a problem. */
export function problemType(error: unknown): string | undefined {
  const type = (error as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** Problems that any service may answer. */
export const commonErrors = defineErrors('common', {
  invalid: { status: 422, title: 'The request does not match what this endpoint accepts' },
  unauthenticated: { status: 401, title: 'Authentication is required' },
  forbidden: { status: 403, title: 'You are not allowed to do this' },
  notFound: { status: 404, title: 'There is nothing here' },
  conflict: { status: 409, title: 'This contradicts what is already there' },
  versionConflict: { status: 412, title: 'It was changed in the meantime' },
  storageFull: { status: 507, title: 'There is no room left to store this' },
  unavailable: { status: 503, title: 'This part of the platform is not available right now' },
  outcomeUnknown: { status: 503, title: 'It is not known whether this took effect' },
  internal: { status: 500, title: 'Something went wrong on our side' },
});
