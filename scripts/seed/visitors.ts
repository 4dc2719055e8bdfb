import { randomBytes } from 'node:crypto';
import { ApiClient } from './api-client.ts';
import type { Person } from './people.ts';

const DEVICES = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
];

/** A person registers, looks in from a second device and sets up their profile: sessions, and a history of their own doing. */
export async function visit(origin: string, person: Person, index: number): Promise<void> {
  const { email, name, locale, timeZone } = person;
  // Nobody needs to log in to these accounts later, so nobody can.
  const password = randomBytes(24).toString('base64url');
  const laptop = new ApiClient(origin, { userAgent: DEVICES[index % DEVICES.length] });
  const registered = await laptop.send<{ accessToken: string; user: { id: string } }>('POST', '/api/v1/auth/register', {
    email,
    name,
    password,
    locale,
  });
  if (registered.status === 409) return;
  const phone = new ApiClient(origin, { userAgent: DEVICES[(index + 3) % DEVICES.length] });
  await phone.send('POST', '/api/v1/auth/login', { email, password });
  const self = new ApiClient(origin, { token: registered.body.accessToken });
  const profile = { timeZone, preferences: { theme: index % 2 === 0 ? 'dark' : 'light', density: 'compact' } };
  await self.send('PATCH', `/api/v1/users/${registered.body.user.id}`, profile);
}
