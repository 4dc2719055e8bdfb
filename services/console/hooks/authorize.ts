import { commonErrors } from '../../../lib/errors.ts';
import { grants } from '../../../lib/principal.ts';
import type { Exchange } from '../gateway/exchange.ts';

/** The first of two looks at what the contract demands: a refused request costs no call. The service looks again. */
export function authorize({ route, principal }: Pick<Exchange, 'route' | 'principal'>): void {
  const auth = route?.contract.auth ?? 'internal';
  if (auth === 'public') return;
  if (auth === 'internal') throw commonErrors.notFound();
  if (principal === null)
    throw commonErrors.unauthenticated({ detail: 'Send an access token as "Authorization: Bearer …".' });
  if (auth !== 'authenticated' && !grants(principal.permissions, auth)) {
    throw commonErrors.forbidden({ detail: `This needs the permission ${auth}.` });
  }
}
