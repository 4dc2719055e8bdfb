/** Every address of the admin page, written once. */
export const paths = {
  overview: '/',
  login: (next?: string) => (next && next !== '/' ? `/login?next=${encodeURIComponent(next)}` : '/login'),
  register: '/register',
  setup: '/setup',
  cluster: '/cluster',
  service: (name: string) => `/cluster?tab=services&open=${encodeURIComponent(name)}`,
  users: '/users',
  newUser: '/users/new',
  user: (id: string) => `/users/${id}`,
  editUser: (id: string) => `/users/${id}/edit`,
  roles: '/roles',
  newRole: '/roles/new',
  role: (id: string) => `/roles/${id}`,
  editRole: (id: string) => `/roles/${id}/edit`,
  /** Not /oauth: those addresses are the protocol's own. */
  identity: '/identity',
  profile: '/profile',
  security: '/security',
  settings: '/settings',
};
