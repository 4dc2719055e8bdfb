import { randomUUID } from 'node:crypto';
import { memberCommand, startCommand } from '../../scripts/start-command.ts';
import { send } from '../../test/helpers/http.ts';
import { type Server, startServer } from './servers.ts';

const ADMIN = { email: 'admin@example.com', password: randomUUID() };

/**
 * The site as `npm start` runs it, everything on; only the limits are above what the load will ask for.
 * @param cluster what makes it a process of a cluster, as `npm run cluster` starts it.
 */
export function startSite(dataDir: string, cluster: Record<string, string> = {}): Promise<Server> {
  const env = {
    ...cluster,
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_FORMAT: 'json',
    RATE_LIMIT: '1000000000',
    AUTH_RATE_LIMIT: '1000000',
    SHUTDOWN_GRACE: '0',
  };
  if (cluster.SERVICES === undefined) return startServer(startCommand(), env);
  // Without a Console the process answers for its health elsewhere.
  return startServer(memberCommand(), env, cluster.SERVICES === 'console' ? 'PORT' : 'NODE_PORT');
}

/** An access token of the admin, good for ten minutes. */
export async function login(url: string): Promise<string> {
  const { accessToken } = await ask<{ accessToken: string }>(url, 'POST', '/api/v1/auth/login', { body: ADMIN });
  return accessToken;
}

/**
 * A request that has to succeed.
 * @throws with the answer when it does not.
 */
export async function ask<T>(
  url: string,
  method: string,
  path: string,
  options: Parameters<typeof send>[3] = {},
): Promise<T> {
  const answer = await send<T>(url, method, path, options);
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
