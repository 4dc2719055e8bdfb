import { newId } from '../../lib/ids.ts';

export interface StoreDocument {
  id: string;
  email: string;
  name: string;
  status: 'active' | 'disabled';
  roles: string[];
  labels: string[];
  preferences: { theme: string; pageSize: number };
  createdAt: string;
  updatedAt: string;
  version?: number;
}

let made = 0;

/** Documents like accounts, about 400 bytes each, no two alike. */
export function makeDocuments(count: number): StoreDocument[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const at = new Date(1.7e12 + made * 1000).toISOString();
    return {
      id: newId(),
      email: `person-${made}@example.com`,
      name: `Person Number ${made}`,
      status: made % 10 === 0 ? 'disabled' : 'active',
      roles: ['user'],
      labels: ['customer', `group-${made % 50}`],
      preferences: { theme: 'dark', pageSize: 50 },
      createdAt: at,
      updatedAt: at,
    };
  });
}
