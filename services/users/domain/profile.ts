import { commonErrors, type FieldError } from '../../../lib/errors.ts';
import type { Profile } from './account.ts';
import { preferencesFault } from './preferences.ts';

const MAX_LABELS = 20;
/** Letters, digits, punctuation or symbols: not only spaces, joiners and the like. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What cannot be stored, and why. */
class Fault {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

const cleaners: { [F in keyof Profile]: (value: Profile[F]) => Profile[F] | Fault } = {
  name(name) {
    const cleaned = name.normalize('NFC').trim();
    return VISIBLE.test(cleaned) ? cleaned : new Fault('minLength', 'must have something to see');
  },
  avatar: (avatar) => avatar,
  locale: (tag) => tag && (canonicalLocale(tag) ?? new Fault('locale', 'is not a language tag such as en-GB')),
  timeZone: (name) =>
    name && (canonicalTimeZone(name) ?? new Fault('timeZone', 'is not a time zone such as Europe/Berlin')),
  preferences(preferences) {
    const message = preferencesFault(preferences);
    return message === null ? preferences : new Fault('preferences', message);
  },
  labels(labels) {
    const cleaned = [...new Set(labels.map((label) => label.normalize('NFC').trim()))];
    if (!cleaned.every((label) => VISIBLE.test(label))) return new Fault('minLength', 'must have something to see');
    return cleaned.length <= MAX_LABELS ? cleaned : new Fault('maxItems', `must not be more than ${MAX_LABELS}`);
  },
};

/**
 * Profile fields as they are stored: texts trimmed, languages and time zones in their canonical spelling.
 * @throws common.invalid (422) naming every field that cannot be stored.
 */
export function cleanProfile(input: Partial<Profile>): Partial<Profile> {
  const errors: FieldError[] = [];
  const profile: Record<string, unknown> = {};
  for (const [field, clean] of Object.entries(cleaners)) {
    const given = input[field as keyof Profile];
    if (given === undefined) continue;
    const value = (clean as (value: unknown) => unknown)(given);
    if (value instanceof Fault) errors.push({ field, code: value.code, message: value.message });
    else profile[field] = value;
  }
  if (errors.length > 0) throw commonErrors.invalid({ errors });
  return profile as Partial<Profile>;
}

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Names only: an offset such as +01:00 does not know of summer time. */
function canonicalTimeZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
