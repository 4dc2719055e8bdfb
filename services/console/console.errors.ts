import { defineErrors } from '../../lib/errors.ts';

export const consoleErrors = defineErrors('console', {
  methodNotAllowed: { status: 405, title: 'This path does not know that method' },
  malformedRequest: { status: 400, title: 'The request could not be read' },
  requestTimeout: { status: 408, title: 'The request took too long to arrive' },
  headersTooLarge: { status: 431, title: 'The request headers are too large' },
  malformedBody: { status: 400, title: 'The body could not be read' },
  bodyTooLarge: { status: 413, title: 'The body is too large' },
  unsupportedMediaType: { status: 415, title: 'This endpoint takes JSON' },
  unknownApiVersion: { status: 400, title: 'There is no such version of the API' },
  invalidToken: { status: 401, title: 'The access token is not valid' },
  tooManyRequests: { status: 429, title: 'Too many requests' },
  originNotAllowed: { status: 403, title: 'This origin may not call the API' },
  malformedIdempotencyKey: { status: 400, title: 'The Idempotency-Key is not usable' },
  idempotencyInFlight: { status: 409, title: 'A request with this Idempotency-Key is still being worked on' },
  idempotencyUnknown: { status: 409, title: 'It is not known what became of the request with this Idempotency-Key' },
  idempotencyMismatch: { status: 422, title: 'This Idempotency-Key was used for another request' },
  malformedPrecondition: { status: 400, title: 'The If-Match header is not one of our ETags' },
  gatewayTimeout: { status: 504, title: 'The service behind this endpoint did not answer in time' },
});
