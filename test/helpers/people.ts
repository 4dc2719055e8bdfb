import { expect } from '@jest/globals';
import type { Answer, RequestOptions } from './http.ts';
import type { Site } from './site.ts';

export interface Person {
  id: string;
  email: string;
  password: string;
  /** Sends a request as this person. */
  send<T = Answered>(
    method: string,
    path: string,
    body?: unknown,
    headers?: RequestOptions['headers'],
  ): Promise<Answer<T>>;
}

/** Enough of any answer for a test to read. */
export interface Answered {
  id: string;
  version: number;
  code: string;
  errors: { field: string; code: string }[];
  data: Record<string, unknown>[];
  meta: { nextCursor: string | null; total?: number };
  [field: string]: unknown;
}

function personOf(site: Site, id: string, email: string, password: string, token: string): Person {
  return {
    id,
    email,
    password,
    send: (method, path, body, headers) => site.request(method, path, { token, body, headers }),
  };
}

export async function firstAdmin(site: Site): Promise<Person> {
  const { ADMIN_EMAIL = '', ADMIN_PASSWORD = '' } = site.env;
  const { accessToken, user } = await site.login(ADMIN_EMAIL, ADMIN_PASSWORD);
  return personOf(site, user.id, ADMIN_EMAIL, ADMIN_PASSWORD, accessToken);
}

export async function plainUser(site: Site): Promise<Person> {
  const { accessToken, user, password } = await site.register();
  return personOf(site, user.id, user.email, password, accessToken);
}

let roles = 0;

/** Someone with a role of their own that permits just this. */
export async function userWho(site: Site, admin: Person, ...permissions: string[]): Promise<Person> {
  const name = `test-role-${++roles}`;
  expect(await admin.send('POST', '/api/v1/roles', { name, permissions })).toMatchObject({ status: 201 });
  const { id, email, password } = await plainUser(site);
  return withRoles(site, admin, { id, email, password }, ['user', name]);
}

/** The same person with other roles and a new session, which knows of them. */
export async function withRoles(
  site: Site,
  admin: Person,
  { id, email, password }: Pick<Person, 'id' | 'email' | 'password'>,
  roleIds: string[],
): Promise<Person> {
  const answer = await admin.send('PATCH', `/api/v1/users/${id}`, { roles: roleIds });
  expect(answer).toMatchObject({ status: 200 });
  const { accessToken } = await site.login(email, password);
  return personOf(site, id, email, password, accessToken);
}

/** How often each status was answered. */
export function tally(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
