import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { replacesGuard } from './broker-options.ts';
import { nodeEnv } from './node-env.ts';
import { type Static, Type } from './schema.ts';
import { StartError } from './start-error.ts';

const seconds = (options: { default: number; description: string }) => Type.Integer({ minimum: 1, ...options });

/**
 * Every environment variable that the platform reads: validated once at boot, documented in docs/configuration.md (generated
 * from here). `secret: true` also reads NAME_FILE and is never shown.
 */
export const envSchema = Type.Object({
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 8000,
    description: 'Port of the Console. 0 takes a free one.',
  }),
  HOST: Type.String({ default: '0.0.0.0', description: 'Address that the Console listens on.' }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/]+$',
      description:
        'Origin under which clients reach the Console; the issuer of its tokens. Default: http://localhost:PORT.',
    }),
  ),
  DATA_DIR: Type.String({
    default: './data',
    description: 'Folder of the embedded databases, the secret and the logs.',
  }),
  ADMIN_EMAIL: Type.Optional(Type.String({ description: 'Email address of the first admin, created at first start.' })),
  ADMIN_PASSWORD: Type.Optional(Type.String({ secret: true, description: 'Password of the first admin.' })),
  SITE11_SECRET: Type.Optional(
    Type.String({
      secret: true,
      minLength: 32,
      description: 'Wraps keys, signs cursors. Made at first start and kept in DATA_DIR/secret unless given.',
    }),
  ),
  SITE11_SECRET_OTHER: Type.Optional(
    Type.String({
      secret: true,
      minLength: 32,
      description:
        'A second secret that is accepted but not used: the next one before a rotation, the former one after it.',
    }),
  ),
  REGISTRATION: Type.Enum(['open', 'closed'], {
    default: 'open',
    description: 'Whether anyone may register an account.',
  }),
  SERVICES: Type.Optional(
    Type.String({ description: 'Comma-separated services that this process runs. Default: all.' }),
  ),
  NAMESPACE: Type.String({
    default: 'site11',
    pattern: '^[a-z0-9-]{1,32}$',
    description: 'Name of the installation; keeps two installations on one Redis apart.',
  }),
  NODE_ID: Type.String({
    default: `${hostname()}-${process.pid}`,
    // It stands in channels, connection names and packets, where it may take 255 bytes.
    pattern: '^[\\w.:-]{1,120}$',
    description: 'Name of this process in the cluster. Default: host name and process id.',
  }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://[^,]+(,rediss?://[^,]+)*$',
      secret: true,
      description:
        'Redis for a cluster of processes, rediss:// with TLS; comma-separated sentinels or cluster nodes with REDIS_MODE. Without it everything runs in one process.',
    }),
  ),
  REDIS_MODE: Type.Enum(['single', 'sentinel', 'cluster'], {
    default: 'single',
    description: 'What REDIS_URL names: one server, sentinels, or nodes of a Redis Cluster.',
  }),
  REDIS_SENTINEL_NAME: Type.String({
    default: 'mymaster',
    description: 'Name of the master that sentinels are asked for.',
  }),
  REDIS_SENTINEL_PASSWORD: Type.Optional(
    Type.String({
      secret: true,
      description: 'Password of the sentinels themselves; the one in REDIS_URL is for Redis.',
    }),
  ),
  REDIS_CA_FILE: Type.Optional(
    Type.String({ description: 'Certificate authority of a Redis with TLS. Default: those that Node.js knows.' }),
  ),
  REDIS_CERT_FILE: Type.Optional(Type.String({ description: 'Client certificate for Redis.' })),
  REDIS_KEY_FILE: Type.Optional(Type.String({ description: 'Key of the client certificate for Redis.' })),
  ...nodeEnv,
  CLUSTER_PROCESSES: Type.String({
    default: '',
    pattern: '^$|^[a-z0-9-]+=\\d+(,[a-z0-9-]+=\\d+)*$',
    description:
      'How many processes of a service `npm run cluster` runs, such as console=2,users=2. One of each unless told.',
  }),
  UNREADY_GRACE: seconds({
    default: 120,
    description:
      'Seconds that `npm run cluster` lets a process be unready before it restarts it; ten times as many for its start.',
  }),
  LISTEN_FD: Type.Optional(
    Type.Integer({
      minimum: 3,
      description:
        'Open socket that the Console listens on in place of HOST and PORT; handed over by `npm run cluster`.',
    }),
  ),
  AWAIT_SERVICES: Type.String({
    default: '',
    description:
      'Comma-separated services that a Console in a cluster waits for, five seconds at most, before it answers. Default: those that it has known.',
  }),
  MONGO_URL: Type.Optional(
    Type.String({
      pattern: '^mongodb(\\+srv)?://',
      secret: true,
      description:
        'MongoDB that the services keep their data in, a database each. Without it: SQLite files in DATA_DIR.',
    }),
  ),
  MONGO_CA_FILE: Type.Optional(
    Type.String({ description: 'PEM file with the authorities that may have signed the certificate of MongoDB.' }),
  ),
  MONGO_CERT_FILE: Type.Optional(
    Type.String({ description: 'PEM file with the certificate and key that this process shows to MongoDB.' }),
  ),
  MONGO_POOL_SIZE: Type.Integer({
    minimum: 1,
    maximum: 1000,
    default: 20,
    description: 'Connections to MongoDB that one process opens at most; its services share them.',
  }),
  STORE_SYNC: Type.Enum(['normal', 'full'], {
    default: 'normal',
    description: 'normal: an acknowledged write survives kill -9; full: and power loss.',
  }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    default: 'info',
    description: 'Least level that is logged.',
  }),
  LOG_FORMAT: Type.Enum(['auto', 'json', 'pretty'], {
    default: 'auto',
    description: 'auto: pretty on a terminal, JSON lines otherwise.',
  }),
  ACCESS_LOG: Type.Enum(['file', 'stdout', 'off'], {
    default: 'file',
    description: 'Where requests are logged; file is DATA_DIR/logs/access.log.',
  }),
  CORS_ORIGINS: Type.String({
    default: '',
    description: 'Comma-separated origins that browsers may call the API from; compared exactly.',
  }),
  TRUST_PROXY: Type.String({
    default: '',
    description: 'Comma-separated addresses or CIDR ranges of proxies whose X-Forwarded-For is believed.',
  }),
  BODY_LIMIT: Type.Integer({
    minimum: 1024,
    default: 1_048_576,
    description: 'Largest JSON body in bytes, after decompression.',
  }),
  RATE_LIMIT: Type.Integer({
    minimum: 1,
    default: 600,
    description: 'Requests a minute for one account or, without one, one address.',
  }),
  MAX_REQUESTS: Type.Integer({
    minimum: 1,
    default: 1000,
    description: 'Requests that one Console works on at once; more are refused with 503.',
  }),
  AUTH_RATE_LIMIT: Type.Integer({
    minimum: 1,
    default: 60,
    description:
      'Requests a minute that try a secret (register, login, refresh, set-up, change of password) for one address, and for one account.',
  }),
  ACCESS_TOKEN_TTL: Type.Integer({
    minimum: 5,
    maximum: 600,
    default: 600,
    description: 'Life of an access token in seconds.',
  }),
  REFRESH_TOKEN_TTL: seconds({ default: 30 * 86_400, description: 'Life of an unused session in seconds.' }),
  SESSION_TTL: seconds({
    default: 180 * 86_400,
    description: 'Life of a session in seconds, however much it is used.',
  }),
  KEY_ROTATION_DAYS: Type.Integer({
    minimum: 1,
    default: 90,
    description: 'Days after which a new signing key is taken into use.',
  }),
  RESTORE_DAYS: Type.Integer({
    minimum: 1,
    default: 30,
    description: 'Days for which a deleted account can be restored.',
  }),
  SHUTDOWN_GRACE: Type.Integer({
    minimum: 0,
    default: 1,
    description:
      'Seconds between "not ready" and closing the door when the process is stopped, so that a load balancer sees it.',
  }),
  ZIPKIN_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'Zipkin-compatible collector that traces are sent to. Without it tracing is off.',
    }),
  ),
  TRACING_SAMPLE: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.1,
    description: 'Share of requests that are traced.',
  }),
  METRICS_TOKEN: Type.Optional(
    Type.String({
      secret: true,
      // RFC 6750, section 2.1: what an Authorization header can carry.
      pattern: '^[\\w.~+/-]{16,}=*$',
      description: 'Bearer token for GET /metrics. Without it only admins may read it.',
    }),
  ),
});

export type Env = Static<typeof envSchema>;

/** Thrown for a wrong configuration: one line a fault, each saying which variable and what it takes. */
export class ConfigurationError extends StartError {}

/**
 * Reads and checks the environment.
 * @param source usually process.env; empty values count as unset.
 * @throws ConfigurationError naming every variable that is wrong.
 */
export function loadEnv(source: NodeJS.ProcessEnv): Env {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, schema] of Object.entries(envSchema.properties)) {
    const file = source[`${name}_FILE`];
    if (source[name]) values[name] = source[name];
    else if (file && 'secret' in schema) {
      try {
        values[name] = readFileSync(file, 'utf8').trim();
      } catch (error) {
        faults.push(`${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
      }
    }
  }
  for (const name of Object.keys(source)) {
    if (source[name] && replacesGuard(name, envSchema.properties))
      faults.push(`${name} must not be set: it would replace a guard of this platform`);
  }
  const ajv = new Ajv({
    allErrors: true,
    coerceTypes: true,
    useDefaults: true,
    keywords: ['secret'],
    meta: false,
    validateSchema: false,
    // It runs once.
    code: { optimize: false },
  });
  const check = ajv.compile(envSchema);
  if (!check(values)) {
    for (const error of check.errors ?? []) {
      const allowed = error.params.allowedValues ? `: ${error.params.allowedValues.join(', ')}` : '';
      faults.push(`${error.instancePath.slice(1)} ${error.message}${allowed}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(`The configuration is not usable:\n  ${faults.join('\n  ')}`);
  const env = values as Env;
  env.DATA_DIR = resolve(env.DATA_DIR);
  return env;
}

/** The configuration of this process. */
export const env = loadEnv(process.env);

// Moleculer's runner reads SERVICES itself, and looks for them beside package.json unless it is told where they are.
if (env.SERVICES !== undefined) process.env.SERVICEDIR ??= 'services';

/** Origin under which clients reach the Console: issuer and audience of its tokens. */
export function publicUrl(): string {
  return env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
}
