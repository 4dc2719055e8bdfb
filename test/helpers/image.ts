import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ServerProcess, startProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const scripts = join(root, 'test/deploy');
/** A Debian takes two minutes to make and stays the same. */
const debian = join(root, '.cache/debian');

interface ImageConfig {
  User: string;
  Env: string[];
  Cmd: string[];
  Labels: Record<string, string>;
  StopSignal: string;
  Volumes: Record<string, unknown>;
  Healthcheck: { Test: string[] };
}

export interface Image {
  /** Its files. */
  folder: string;
  bytes: number;
  config: ImageConfig;
}

/** Why an image cannot be made on this machine, which has buildah; undefined when it can. */
export function imageHindrance(): string | undefined {
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'this root may not mount anything';
  if (spawnSync('debootstrap', ['--version']).status !== 0) return 'needs debootstrap: apt-get install debootstrap';
  if (existsSync(join(debian, '.complete'))) return undefined;
  // Loads the lists of packages and nothing else.
  const listing = ['--print-debs', '--variant=minbase', 'bookworm', join(temporaryFolder(), 'debian')];
  if (spawnSync('debootstrap', listing, { timeout: 60_000 }).status === 0) return undefined;
  return 'the Debian mirror that debootstrap loads from cannot be reached';
}

/** Builds deploy/Dockerfile as it is. No registry is asked: the images that it starts from are made here. */
export function buildImage(): Image {
  const storage = temporaryFolder();
  mkdirSync(join(root, '.cache'), { recursive: true });
  execFileSync('sh', [join(scripts, 'base-images.sh'), debian, storage], { stdio: 'pipe' });
  const buildah = (...args: string[]) => {
    const options = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run'), '--storage-driver', 'vfs'];
    return execFileSync('buildah', [...options, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const way = ['--isolation', 'chroot', '--network', 'host', '--pull-never'];
  // OCI's own format has no health check.
  buildah('bud', '--format', 'docker', ...way, '-f', 'deploy/Dockerfile', '-t', 'site11', '.');
  const inspected = JSON.parse(buildah('inspect', '--type', 'image', 'site11')) as { Docker: { config: ImageConfig } };
  const folder = buildah('mount', buildah('from', '--pull-never', 'site11'));
  const [size = ''] = execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t');
  return { folder, bytes: Number(size), config: inspected.Docker.config };
}

export interface Container {
  process: ServerProcess;
  /** Runs a command beside the container's own, as its user. */
  exec(...command: string[]): { status: number | null; output: string };
  /** The status of its first process, by the kernel. */
  status(): string;
}

/** Starts the image's command: first process, not root, on files that can only be read. */
export function startContainer({ folder, config }: Image, data: string, env: Record<string, string>): Container {
  const variables = { ...Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s, 2))), ...env };
  const [uid = '', gid = ''] = config.User.split(':');
  const process = startProcess([join(scripts, 'run-image.sh'), folder, data, config.User, ...config.Cmd], variables);
  // `unshare` waits for the first process.
  const first = () => readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim();
  return {
    process,
    exec(...command) {
      const enter = ['-t', first(), '-m', '-p', '-r', '-w', '-S', uid, '-G', gid];
      const { status, stdout, stderr } = spawnSync('nsenter', [...enter, ...command], {
        encoding: 'utf8',
        env: variables,
      });
      return { status, output: stdout + stderr };
    },
    status: () => readFileSync(`/proc/${first()}/status`, 'utf8'),
  };
}
