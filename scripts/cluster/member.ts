import { setTimeout as wait } from 'node:timers/promises';
import { env } from '../../lib/env.ts';
import { Backoff } from './backoff.ts';
import type { HeldPort } from './held-port.ts';
import { NodeProcess } from './node-process.ts';

export type MemberState =
  | 'starting'
  | 'ready'
  | 'not ready'
  | 'silent'
  | 'waiting'
  | 'replacing'
  | 'stopping'
  | 'stopped';

/** Milliseconds. */
const START_PATIENCE = 60_000;
const SILENT = 5_000;
/** The supervisor looks once a second; when it could not for so long, it was itself stopped (Ctrl+Z, a machine that slept). */
const PAUSED = 5_000;
/** A process that answers nothing for so long is frozen: SIGTERM would not reach it. */
const FROZEN = 30_000;
/** One that lives but is not ready for so long is restarted, in case that mends it. */
const UNREADY = env.UNREADY_GRACE * 1_000;
/** A start may take longer, with a migration or on a busy machine: ended too early, it would never get to its end. */
const STARTING = 10 * UNREADY;
/** What no restart mends: Redis that is away, and what an operator did. */
const NOT_MENDED = new Set(['unreachable', 'draining']);

export interface MemberOptions {
  /** "users-1". */
  name: string;
  service: string;
  /** Of the node id; a letter follows, so that a process and its replacement can both be in the cluster. */
  nodeIdPrefix: string;
  env(): Record<string, string>;
  port?: HeldPort;
  say(message: string): void;
  onLine(nodeId: string, line: string): void;
}

/** A place in the cluster that always holds one running process of a service. */
export class Member {
  readonly name: string;
  readonly service: string;
  restarts = 0;
  readonly #options: MemberOptions;
  readonly #backoff = new Backoff();
  readonly #ending = new AbortController();
  #process: NodeProcess | undefined;
  #replacement: NodeProcess | undefined;
  #replacing: Promise<void> | undefined;
  #letter = 'a';
  #wasReady = false;
  #guard: NodeJS.Timeout | undefined;
  #lookedAt = performance.now();
  #stopped: Promise<void> | undefined;

  constructor(options: MemberOptions) {
    this.name = options.name;
    this.service = options.service;
    this.#options = options;
  }

  get process(): NodeProcess | undefined {
    return this.#process;
  }

  get port(): number | undefined {
    return this.#options.port?.port;
  }

  get state(): MemberState {
    if (this.#ending.signal.aborted) return this.#process?.hasEnded === false ? 'stopping' : 'stopped';
    if (this.#replacement !== undefined) return 'replacing';
    if (this.#process === undefined || this.#process.hasEnded) return 'waiting';
    const { health, silentFor } = this.#process;
    if (health.isReady) return 'ready';
    if (!this.#wasReady) return 'starting';
    return silentFor > SILENT ? 'silent' : 'not ready';
  }

  start(): void {
    this.#run(this.#spawn(this.#letter));
    this.#guard = setInterval(() => this.#look(), 1_000);
  }

  /** Resolves when it is ready, or when it has failed or not got there in time: others are started all the same. */
  async settled(patience: number): Promise<void> {
    await this.#process?.untilReady(patience).catch(() => undefined);
  }

  /** Starts another process in its place and stops the present one when that is ready. @throws when it does not get ready. */
  replace(): Promise<void> {
    this.#replacing ??= this.#replace().finally(() => {
      this.#replacing = undefined;
      this.#replacement = undefined;
    });
    return this.#replacing;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#end();
    await Promise.all([this.#replacement?.stop(), this.#process?.stop(), this.#replacing?.catch(() => undefined)]);
    this.#options.port?.release();
  }

  kill(signal: NodeJS.Signals): void {
    this.#end();
    this.#replacement?.kill(signal);
    this.#process?.kill(signal);
  }

  async #replace(): Promise<void> {
    const letter = this.#letter === 'a' ? 'b' : 'a';
    const old = this.#process;
    const next = this.#spawn(letter);
    this.#replacement = next;
    try {
      await next.untilReady(START_PATIENCE);
    } catch (error) {
      next.kill('SIGKILL');
      throw new Error(`${this.name} was not replaced: ${(error as Error).message}. The process before goes on.`);
    }
    this.#letter = letter;
    this.#run(next);
    await old?.stop();
  }

  #spawn(letter: string): NodeProcess {
    const { nodeIdPrefix, name, service, env, port, onLine } = this.#options;
    const nodeId = `${nodeIdPrefix}-${name}${letter}`;
    return new NodeProcess({
      nodeId,
      env: { ...env(), SERVICES: service, NODE_ID: nodeId },
      fd: port?.fd,
      onLine: (line) => onLine(nodeId, line),
    });
  }

  #run(child: NodeProcess): void {
    this.#process = child;
    this.#wasReady = child.health.isReady;
    void child.exited.then((how) => this.#restart(child, how));
  }

  async #restart(child: NodeProcess, how: string): Promise<void> {
    if (this.#ending.signal.aborted || this.#process !== child) return;
    const delay = this.#backoff.next(child.wellFor);
    this.#options.say(`${this.name} ended (${how}); it is started again in ${delay / 1000} s.`);
    await wait(delay, undefined, { signal: this.#ending.signal }).catch(() => undefined);
    await this.#replacing?.catch(() => undefined);
    if (this.#ending.signal.aborted || this.#process !== child) return;
    this.restarts += 1;
    this.#run(this.#spawn(this.#letter));
  }

  /** Once a second: says what changed, and ends what nothing else would. */
  #look(): void {
    const child = this.#process;
    const wasPaused = performance.now() - this.#lookedAt > PAUSED;
    this.#lookedAt = performance.now();
    if (wasPaused) {
      child?.forgive();
      return;
    }
    if (child === undefined || child.hasEnded || this.#ending.signal.aborted) return;
    if (child.health.isReady && !this.#wasReady) this.#options.say(`${this.name} is ready (process ${child.pid}).`);
    this.#wasReady ||= child.health.isReady;
    if (child.silentFor > FROZEN) {
      this.#options.say(`${this.name} has not answered for ${FROZEN / 1000} s: it is killed.`);
      child.kill('SIGKILL');
      return;
    }
    const grace = child.wasReady ? UNREADY : STARTING;
    if (child.unreadyFor > grace && !child.health.reasons.some(({ code }) => NOT_MENDED.has(code))) {
      this.#options.say(`${this.name} has not been ready for ${grace / 1000} s: it is restarted.`);
      void child.stop();
    }
  }

  #end(): void {
    this.#ending.abort();
    clearInterval(this.#guard);
  }
}
