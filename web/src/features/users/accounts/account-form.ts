import type { FieldChecks } from '../../../ui/form/use-record-form.ts';
import type { Account } from './account.ts';

export interface AccountValues {
  name: string;
  email: string;
  roles: string[];
  labels: string[];
  locale: string | null;
  timeZone: string | null;
}

export const accountFieldLabels: Record<keyof AccountValues, string> = {
  name: 'Name',
  email: 'Email address',
  roles: 'Roles',
  labels: 'Labels',
  locale: 'Language',
  timeZone: 'Time zone',
};

export function toAccountValues(account: Account | undefined): AccountValues {
  return {
    name: account?.name ?? '',
    email: account?.email ?? '',
    roles: account?.roles ?? ['user'],
    labels: account?.labels ?? [],
    locale: account?.locale ?? null,
    timeZone: account?.timeZone ?? null,
  };
}

/** Only what a person mistypes; the server checks everything and its errors appear at the same places. */
export const accountChecks: FieldChecks<AccountValues> = {
  name: (name) => (name.trim() === '' ? 'Give a name' : null),
  email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : 'Give an email address, such as kim@example.com'),
};
