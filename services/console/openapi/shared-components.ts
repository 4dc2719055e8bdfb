/** Schemas, headers and parameters that the operations refer to. */
const text = { type: 'string' };

export const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'URI of the kind of problem.' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    code: { type: 'string', description: 'Stable: compare this one.' },
    requestId: { type: 'string', description: 'Quote it when you ask for help: the log has it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: text, code: text, message: text },
      },
    },
  },
};

const header = (description: string, schema: object = text) => ({ description, schema });

export const sharedHeaders = {
  'X-Request-Id': header('Id of this request, also in the log.'),
  'API-Version': header('Version of the API that answered.'),
  RateLimit: header('What is left of the quota, and the seconds until it is full again.'),
  'RateLimit-Policy': header('Quota and window in seconds.'),
  'Retry-After': header('Seconds to wait before trying again.', { type: 'integer' }),
  'WWW-Authenticate': header('Bearer challenge (RFC 6750).'),
  ETag: header('For If-None-Match; of a single resource also for If-Match.'),
  Location: header('Path of what was made.'),
  Link: header('The next page (RFC 8288).'),
  'Idempotency-Replayed': header('"true" when this is the answer of an earlier request with the same Idempotency-Key.'),
};

const parameter = (name: string, description: string, schema: object) => ({ name, in: 'header', description, schema });

export function sharedParameters(apiVersions: readonly string[]) {
  return {
    RequestId: parameter(
      'X-Request-Id',
      'Your own id for the request; it comes back and is logged. One that is long or strange is replaced.',
      text,
    ),
    ApiVersion: parameter('API-Version', 'Minor version of the API; the newest unless told.', {
      type: 'string',
      enum: apiVersions,
    }),
    IfNoneMatch: parameter('If-None-Match', 'ETag of the copy you have: 304 when it is still current.', text),
    IfMatch: parameter('If-Match', 'ETag that the resource must still have: 412 otherwise.', {
      type: 'string',
      pattern: '^(\\*|"[0-9]{1,15}(-[A-Za-z0-9_-]*)?")$',
    }),
    IdempotencyKey: parameter('Idempotency-Key', 'A repeated request with the same key and body has one effect.', {
      type: 'string',
      pattern: '^[!-~]{1,255}$',
    }),
  };
}

export const sharedResponses = {
  NotModified: { description: 'The copy that you have is current.' },
  Problem: {
    description: 'Any other problem.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
};
