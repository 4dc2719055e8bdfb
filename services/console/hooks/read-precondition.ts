import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';

/** Our ETags of single resources are "<version>-<hash of the answer>" (see lib/json-text.ts); a write compares the version. */
const VERSIONED_TAG = /^(?:W\/)?"(\d{1,15})(?:-[\w-]*)?"$/;

/** If-Match (RFC 9110, 13.1.1) as the versions that the write may find; the service compares them when it writes. */
export function readPrecondition(exchange: Exchange): void {
  const header = exchange.req.headers['if-match'];
  if (header === undefined || header.trim() === '*') return;
  exchange.ifMatch = header.split(',').map((tag) => {
    const match = VERSIONED_TAG.exec(tag.trim());
    if (match === null)
      throw consoleErrors.malformedPrecondition({
        detail: 'Send the ETag of the answer that you change: "3-…", or "3".',
      });
    return Number(match[1]);
  });
}
