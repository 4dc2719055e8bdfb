import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface Certificate {
  cert: string;
  key: string;
}

/** A certificate authority made for one test: its file, and certificates by it. */
export interface Authority {
  ca: string;
  /** For a server and a client on this machine. */
  issue(name: string): Certificate;
}

export function makeAuthority(): Authority {
  const folder = temporaryFolder();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority');
  return {
    ca: join(folder, 'ca.pem'),
    issue(name) {
      const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
      openssl(
        'req',
        '-x509',
        ...key,
        ...issuer,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        '-subj',
        `/CN=${name}`,
      );
      return { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    },
  };
}
