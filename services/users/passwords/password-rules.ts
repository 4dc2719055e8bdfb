import { usersErrors } from '../users.errors.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

const MIN_LENGTH = 10;
const MAX_LENGTH = 128;

/**
 * A new password in the form that is hashed.
 * @throws users.weakPassword (422) at the field.
 */
export function requireStrongPassword(password: string, email: string, field: string): string {
  const normalized = normalizePassword(password);
  const fault = weaknessOf(normalized, email);
  if (fault === null) return normalized;
  throw usersErrors.weakPassword({ errors: [{ field, ...fault }] });
}

/** NIST SP 800-63B 5.1.1.2: the same password typed on another keyboard has to give the same bytes. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

function weaknessOf(password: string, email: string): { code: string; message: string } | null {
  const length = [...password].length;
  if (length < MIN_LENGTH) return { code: 'minLength', message: `must have at least ${MIN_LENGTH} characters` };
  if (length > MAX_LENGTH) return { code: 'maxLength', message: `must have at most ${MAX_LENGTH} characters` };
  // Halves of surrogate pairs all become the same character on their way to the hash.
  if (!password.isWellFormed()) return { code: 'malformed', message: 'has characters that cannot be stored' };
  const folded = password.toLowerCase();
  if (folded === email || folded === email.split('@')[0]) {
    return { code: 'sameAsEmail', message: 'must not be the email address' };
  }
  const isCommon = COMMON_PASSWORDS.has(folded) || new Set(folded).size < 4;
  return isCommon ? { code: 'tooCommon', message: 'is one of the first that anybody would try' } : null;
}
