import type { Account } from './accounts.schema.ts';

/** Where a list goes on. */
export function cursorAfter({ createdAt, id }: Account): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}
