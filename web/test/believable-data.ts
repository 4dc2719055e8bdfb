import type { Site } from '../../test/helpers/site.ts';

/** What is needed of a site to fill it. */
export type Fillable = Pick<Site, 'request' | 'adminToken'>;

const people =
  `Amara Okafor|Mateo Ríos|Yuki Tanaka|Freya Lindqvist|Noah Becker|Leila Haddad|Tomás Oliveira|Priya Raman|Elif Kaya
Jonas Weber|Chiara Conti|Owen Gallagher|Zofia Nowak|Hugo Lefèvre|Ingrid Solberg|Daniel Cohen|Mei-Ling Chen|Samuel Adeyemi|Katarina Novák
Lucas Moreau|Aisha Rahman|Viktor Petrov|Nina Schäfer|Ravi Desai|Emma van Dijk|Pablo Herrera|Sana Malik|Erik Johansson|Olga Ivanova
Marcus Reid|Beatriz Santos|Kenji Mori|Hanna Virtanen|Omar Farouk|Julia Wagner|Andrei Popescu|Grace Mwangi|Filip Horák|Laura Bianchi
Thabo Nkosi|Sofia Marín|Ben Whitaker|Anaïs Dubois|Mikkel Jensen|Rosa Delgado|Arjun Nair|Clara Hofmann|Dmitri Volkov|Isla Campbell`
    .split(/[|\n]/)
    .map((name) => name.trim());

const labels = ['beta', 'design', 'partner', 'berlin', 'lisbon', 'contractor', 'press'];
const zones = ['Europe/Berlin', 'Europe/Lisbon', 'Asia/Tokyo', 'Africa/Lagos', 'America/Bogota', null];

export function emailOf(name: string): string {
  const plain = name.normalize('NFD').replace(/[^A-Za-z ]/g, '');
  return `${plain.toLowerCase().trim().replaceAll(' ', '.')}@example.com`;
}

/** Fills a site with roles, accounts and a history, through its public API: as one in use would look. */
export async function fillWithBelievableData(site: Fillable): Promise<{ kim: string }> {
  const token = await site.adminToken();
  const ask = async (method: string, path: string, body?: unknown): Promise<{ id: string }> => {
    const answer = await site.request<{ id: string }>(method, `/api/v1${path}`, { token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const roles = [
    {
      name: 'support',
      description: 'Answers people who cannot log in',
      permissions: ['users:read', 'sessions:read', 'sessions:write'],
    },
    { name: 'operator', description: 'Watches the platform', permissions: ['platform:read'] },
    { name: 'auditor', description: 'Sees who changed what', permissions: ['users:read', 'platform:read'] },
  ];
  for (const role of roles) await ask('POST', '/roles', role);

  const ids: string[] = [];
  for (const [index, name] of people.entries()) {
    const account = await ask('POST', '/users', {
      name,
      email: emailOf(name),
      roles: index % 9 === 0 ? ['user', 'support'] : index % 13 === 0 ? ['user', 'operator'] : ['user'],
      labels: labels.filter((_, position) => (index * 7 + position * 3) % 8 === 0),
      timeZone: zones[index % zones.length],
    });
    ids.push(account.id);
  }
  const disabled = ids.filter((_, index) => index % 11 === 5);
  await ask('POST', '/users/bulk', { operation: 'disable', ids: disabled });

  const kim = await ask('POST', '/users', { name: 'Kim Novak', email: 'kim.novak@example.com', labels: ['berlin'] });
  await ask('PATCH', `/users/${kim.id}`, { locale: 'de-DE', timeZone: 'Europe/Berlin' });
  await ask('PATCH', `/users/${kim.id}`, { roles: ['user', 'support'] });
  await ask('PATCH', `/users/${kim.id}`, { labels: ['berlin', 'beta', 'design'] });
  await ask('POST', `/users/${kim.id}/disable`);
  await ask('POST', `/users/${kim.id}/enable`);
  await ask('PATCH', `/users/${kim.id}`, { email: 'kim@example.com', name: 'Kim Novák' });
  return { kim: kim.id };
}
