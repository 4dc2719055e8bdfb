import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, type ServerProcess, startProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const source = join(import.meta.dirname, '../../deploy/nginx');

type LogLine = Record<string, unknown>;

export interface Nginx {
  /** https:// */
  url: string;
  /** http:// */
  plainUrl: string;
  process: ServerProcess;
  /** The line of the access log, which is written when the answer has gone out. */
  logged(requestId: string): Promise<LogLine>;
  /** Those of requests that were not answered well for a fault of ours. */
  faults(): LogLine[];
}

/**
 * The real nginx with the configuration of deploy/nginx, of which only ports and paths are others.
 * @param rate requests a second that one address may send, where a test sends what many clients do.
 */
export async function startNginx(program: string, upstreams: readonly number[], rate?: number): Promise<Nginx> {
  const folder = temporaryFolder();
  // nginx that root started works as another user, who has to get to its temporary files.
  chmodSync(folder, 0o711);
  const [plain, tls, health] = [await freePort(), await freePort(), await freePort()];
  makeCertificate(folder);
  cpSync(source, folder, { recursive: true });
  cpSync(join(folder, 'upstream.addresses.conf'), join(folder, 'upstream.conf'));
  const others: [string | RegExp, string][] = [
    // First: what the others put in is below /tmp too.
    [/ \/tmp\//g, ` ${folder}/`],
    [/listen 8080\b/g, `listen 127.0.0.1:${plain}`],
    [/listen 8443\b/g, `listen 127.0.0.1:${tls}`],
    ['127.0.0.1:8081', `127.0.0.1:${health}`],
    ['127.0.0.1:8001', `127.0.0.1:${upstreams[0]}`],
    ['127.0.0.1:8002', `127.0.0.1:${upstreams[1] ?? upstreams[0]}`],
    ['/dev/stdout', join(folder, 'access.log')],
    [/\/run\/secrets\//g, `${folder}/`],
    ...(rate === undefined ? [] : ([['rate=100r/s', `rate=${rate}r/s`]] as [string, string][])),
  ];
  for (const file of globSync('**/*.conf', { cwd: folder })) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [from, to] of others) text = text.replaceAll(from, to);
    writeFileSync(join(folder, file), text);
  }
  const command = [program, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  execFileSync(command[0] ?? '', [...command.slice(1), '-t'], { stdio: 'pipe' });
  const server = startProcess([...command, '-g', 'daemon off;'], {});
  await untilListening(server, `http://127.0.0.1:${health}/`);
  const lines = (): LogLine[] =>
    readFileSync(join(folder, 'access.log'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text));
  return {
    url: `https://localhost:${tls}`,
    plainUrl: `http://127.0.0.1:${plain}`,
    process: server,
    async logged(requestId) {
      for (const deadline = Date.now() + 5_000; Date.now() < deadline; await delay(20)) {
        const line = lines().find((entry) => entry.requestId === requestId);
        if (line !== undefined) return line;
      }
      throw new Error(`nginx did not log the request ${requestId}.`);
    },
    faults: () => lines().filter(({ status }) => Number(status) >= 500),
  };
}

/** For localhost, as `deploy/make-secrets.sh` makes it. */
function makeCertificate(folder: string): void {
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const files = ['-keyout', join(folder, 'tls_key'), '-out', join(folder, 'tls_certificate')];
  execFileSync('openssl', [...kind, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', ...files], {
    stdio: 'pipe',
  });
}

async function untilListening(server: ServerProcess, url: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && server.running; ) {
    try {
      if ((await fetch(url)).status === 204) return;
    } catch {
      await delay(20);
    }
  }
  throw new Error(`nginx does not answer:\n${server.log()}`);
}
