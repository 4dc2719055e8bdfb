import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from './servers.ts';

/**
 * nginx as one worker that asks `auth` about each request and sends it on to `upstream`, with connections kept open and an
 * access log.
 * @param program path of nginx.
 */
export function startNginx(program: string, parent: string, auth: string, upstream: string): Promise<Server> {
  const folder = join(parent, 'nginx');
  mkdirSync(folder);
  return startServer((port) => {
    writeFileSync(join(folder, 'nginx.conf'), configuration(port, new URL(auth).host, new URL(upstream).host));
    // Started by root it works as another user, who has to get to its temporary files.
    for (const path of [parent, folder]) chmodSync(path, 0o711);
    return [program, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  }, {});
}

function configuration(port: number, auth: string, upstream: string): string {
  return `
daemon off;
master_process off;
pid nginx.pid;
events { worker_connections 4096; }
http {
  access_log access.log combined buffer=32k flush=1s;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  keepalive_requests 1000000000;
  upstream auth { server ${auth}; keepalive 256; keepalive_requests 1000000000; }
  upstream api { server ${upstream}; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    location = /health/ready { return 200; }
    location = /auth {
      internal;
      proxy_pass http://auth;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location / {
      auth_request /auth;
      proxy_pass http://api;
    }
  }
}
`;
}
