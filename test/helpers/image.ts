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
  // Loads the lists of packages and nothing else, and does not look for what depends on what.
  const listing = [
    '--print-debs',
    '--no-resolve-deps',
    '--variant=minbase',
    'bookworm',
    join(temporaryFolder(), 'debian'),
  ];
  if (spawnSync('debootstrap', listing, { timeout: 60_000 }).status === 0) return undefined;
  return 'the Debian mirror that debootstrap loads from cannot be reached';
}

/** The storage of a build at its largest. */
const STORAGE_BYTES = 3e9;

/** Builds deploy/Dockerfile as it is. No registry is asked: the images that it starts from are made here. */
export function buildImage(): Image {
  const made = temporaryFolder();
  mkdirSync(join(root, '.cache'), { recursive: true });
  const where = process.availableMemory() > 2 * STORAGE_BYTES ? 'memory' : 'disk';
  const npmCache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  mkdirSync(npmCache, { recursive: true });
  execFileSync(join(scripts, 'build-image.sh'), [debian, made, where, npmCache], { stdio: 'pipe' });
  const inspected = JSON.parse(readFileSync(join(made, 'image.json'), 'utf8')) as { Docker: { config: ImageConfig } };
  const folder = join(made, 'files');
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
