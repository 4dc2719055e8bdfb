import { domainToASCII } from 'node:url';
import { commonErrors } from '../../../lib/errors.ts';

const MAX_ADDRESS_BYTES = 254;
const MAX_LOCAL_BYTES = 64;

/** RFC 5322 dot-atom, and letters, marks and digits of any script (RFC 6531). Quoted local parts are refused: nobody has one. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN_LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const UNICODE_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** Scripts whose letters look alike: an address that mixes two of them is made to be taken for another one. */
const CONFUSABLE_SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** The form that is stored and compared, of an address or a part of one. */
export function normalizeEmailPart(text: string): string {
  // Lower-casing can leave what NFKC would compose or fold again, such as a dotted capital I.
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/**
 * The address in the form that is stored and compared: NFKC, lower case, international domains in their ASCII form.
 * Null for what is not an address or is made to look like another.
 */
export function normalizeEmail(input: string): string | null {
  const text = normalizeEmailPart(input);
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const local = text.slice(0, at);
  const domain = normalizeDomain(text.slice(at + 1));
  if (domain === null || !LOCAL_PART.test(local) || mixesScripts(local)) return null;
  const address = `${local}@${domain}`;
  const fits = Buffer.byteLength(local) <= MAX_LOCAL_BYTES && Buffer.byteLength(address) <= MAX_ADDRESS_BYTES;
  return fits ? address : null;
}

/** @throws common.invalid (422) at the field, for what is not an address. */
export function requireEmail(input: string, field = 'email'): string {
  const email = normalizeEmail(input);
  if (email !== null) return email;
  throw commonErrors.invalid({ errors: [{ field, code: 'email', message: 'is not an email address' }] });
}

function normalizeDomain(text: string): string | null {
  // domainToASCII decodes percent-signs, drops invisible characters and cuts at slashes: only plain names may reach it.
  if (!UNICODE_DOMAIN.test(text)) return null;
  const labels = domainToASCII(text).split('.');
  const isName = labels.length >= 2 && labels.every((label) => DOMAIN_LABEL.test(label));
  // A last label of digits is an IPv4 address.
  if (!isName || /^\d+$/.test(labels.at(-1) ?? '') || text.split('.').some(mixesScripts)) return null;
  return labels.join('.');
}

function mixesScripts(text: string): boolean {
  return CONFUSABLE_SCRIPTS.filter((script) => script.test(text)).length > 1;
}
