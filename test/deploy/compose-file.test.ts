import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { envSchema, loadEnv } from '../../lib/env.ts';
import { type ComposeService, readComposeFile } from '../helpers/compose-file.ts';
import { makeInstallation } from '../helpers/installation.ts';
import { describeWith } from '../helpers/require-tool.ts';

const root = join(import.meta.dirname, '../..');
const compose = readComposeFile({ SECRETS_DIR: '/secrets' });
const services = Object.entries(compose.services);
const ours = services.filter(([, { environment }]) => environment?.SERVICES !== undefined);

const networksOf = ({ networks }: ComposeService) => (Array.isArray(networks) ? networks : Object.keys(networks ?? {}));

describe.each(services)('the container %s', (_name, service) => {
  test('can change nothing but what it was given, and gains no rights', () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });

  test('has limits, a health check, and comes back', () => {
    const limits = { cpus: expect.any(String), memory: expect.any(String), pids: expect.any(Number) };
    expect(service).toMatchObject({ restart: 'unless-stopped', deploy: { resources: { limits } } });
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.stop_grace_period).toMatch(/^\d+s$/);
  });

  test('is of a version that is named', () => {
    expect(service.image).toMatch(/^(site11:latest|[a-z]+:\d[\w.-]+)$/);
  });

  test('uses secrets that the file lists', () => {
    for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret);
  });
});

describe('from outside', () => {
  test('only nginx can be reached, and the Console from the machine itself', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual(['console 127.0.0.1:8000:8000', 'nginx 80:8080', 'nginx 443:8443']);
  });

  test('no network leads to what is neither nginx nor a Console', () => {
    const inner = Object.keys(compose.networks).filter((name) => compose.networks[name]?.internal);
    const outer = services.filter(([, service]) => networksOf(service).some((name) => !inner.includes(name)));
    expect(outer.map(([name]) => name).sort()).toEqual(['console', 'console-more', 'nginx']);
  });

  test('the address of nginx is the only one that Consoles believe', () => {
    expect(compose.services.nginx?.networks).toEqual({ edge: { ipv4_address: '172.30.11.2' } });
    expect(compose.services.console?.environment?.TRUST_PROXY).toBe('172.30.11.2');
  });
});

test('the Console comes up with Redis and MongoDB alone', () => {
  const needed = (name: string): string[] =>
    Object.keys(compose.services[name]?.depends_on ?? {}).flatMap((other) => [other, ...needed(other)]);
  expect(needed('console').sort()).toEqual(['mongo', 'redis']);
});

test('every folder of services/ that holds a service has a container', () => {
  const folders = readdirSync(join(root, 'services'));
  expect(new Set(ours.map(([, { environment }]) => environment?.SERVICES))).toEqual(new Set(folders));
});

describe.each(ours)('what %s is configured with', (_name, { environment = {} }) => {
  test('exists', () => {
    const known = Object.entries(envSchema.properties).flatMap(([name, schema]) =>
      'secret' in schema ? [name, `${name}_FILE`] : [name],
    );
    for (const name of Object.keys(environment)) expect(known).toContain(name);
  });

  test('is usable', () => {
    const secrets = join(makeInstallation('localhost'), 'deploy/secrets');
    const mounted = Object.entries(environment).map(([name, value]) => [name, value.replace('/run/secrets', secrets)]);
    expect(loadEnv(Object.fromEntries(mounted))).toMatchObject({ SERVICES: environment.SERVICES });
  });
});

describe('the secrets', () => {
  test('that are missing are asked for by name of the script that makes them', () => {
    expect(() => readComposeFile()).toThrow(
      'SECRETS_DIR is missing a value: run this first: sh deploy/make-secrets.sh',
    );
  });

  test('are all made, in a folder that nobody else gets into, and kept when made again', () => {
    const folder = makeInstallation('app.example.com');
    const secrets = join(folder, 'deploy/secrets');
    const files = Object.values(readComposeFile({ SECRETS_DIR: secrets }).secrets).map(({ file }) => file);
    const before = files.map((file) => readFileSync(file, 'utf8'));
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    expect(readdirSync(secrets)).toHaveLength(files.length);
    execFileSync('sh', ['deploy/make-secrets.sh'], { cwd: folder, stdio: 'pipe' });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  });

  test('come with settings for the name that was given', () => {
    const settings = readFileSync(join(makeInstallation('app.example.com'), '.env'), 'utf8');
    expect(settings).toMatch(/^PUBLIC_URL=https:\/\/app\.example\.com$/m);
    expect(settings).toMatch(/^SECRETS_DIR=\.\/deploy\/secrets$/m);
  });
});

test('.env.example lists every variable of docker-compose.yml and no other', () => {
  const used = readFileSync(join(root, 'docker-compose.yml'), 'utf8').matchAll(/(?<!\$)\$\{(\w+)/g);
  const listed = readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^#?(\w+)=/gm);
  const names = (matches: Iterable<RegExpMatchArray>) => new Set([...matches].map(([, name]) => name));
  expect(names(listed)).toEqual(names(used));
});

describeWith('compose', 'Docker Compose itself', (program) => {
  const config = (...args: string[]) =>
    spawnSync(program, [...args, 'config', '--quiet'], { cwd: root, encoding: 'utf8' });

  test('has nothing to say against the file', () => {
    expect(config('--env-file', '.env.example', '--profile', 'scale')).toMatchObject({ status: 0, stderr: '' });
  });

  test('says what to do first where there are no secrets', () => {
    const { status, stderr } = config('--env-file', '/dev/null');
    expect(status).not.toBe(0);
    expect(stderr).toContain('run this first: sh deploy/make-secrets.sh');
  });
});
