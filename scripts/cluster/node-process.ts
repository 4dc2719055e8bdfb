import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { memberCommand } from '../start-command.ts';
import { type Health, probe } from './health-probe.ts';

const root = join(import.meta.dirname, '../..');
const [node, ...startArgs] = memberCommand();

/** Milliseconds. */
const PROBE_STARTING = 100;
const PROBE_RUNNING = 1_000;
const STOP_PATIENCE = 30_000;

export interface NodeOptions {
  nodeId: string;
  env: Record<string, string>;
  /** Socket that a Console listens on. */
  fd?: number;
  onLine(line: string): void;
}

/** One process of the platform, from its start to its end. */
export class NodeProcess {
  readonly nodeId: string;
  readonly startedAt = performance.now();
  readonly exited: Promise<string>;
  readonly #child: ChildProcess;
  #address: string | undefined;
  #health: Health = { isLive: false, isReady: false, reasons: [] };
  #lastLiveAt = performance.now();
  #firstReadyAt: number | undefined;
  #lastReadyAt = performance.now();
  #hasEnded = false;
  #stopping: Promise<void> | undefined;

  constructor({ nodeId, env, fd, onLine }: NodeOptions) {
    this.nodeId = nodeId;
    // A process group of its own: Ctrl+C at a terminal would reach all at once, and the order of stopping would be lost.
    this.#child = spawn(node, startArgs, {
      cwd: root,
      env: { ...process.env, ...env, ...(fd !== undefined && { LISTEN_FD: '3' }) },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe', fd ?? 'ignore', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    }
    this.#child.on('message', (message: { type?: string; address?: string }) => {
      if (message.type === 'listening') this.#address = message.address;
    });
    this.exited = new Promise((resolve) => {
      const end = (how: string) => {
        this.#hasEnded = true;
        resolve(how);
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
    void this.#watch();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get health(): Health {
    return this.#health;
  }

  /** Milliseconds since it last answered anything. */
  get silentFor(): number {
    return performance.now() - this.#lastLiveAt;
  }

  /** What was not asked cannot have been answered: after a pause of the supervisor itself the waiting begins anew. */
  forgive(): void {
    this.#lastLiveAt = performance.now();
    this.#lastReadyAt = performance.now();
  }

  get wasReady(): boolean {
    return this.#firstReadyAt !== undefined;
  }

  /** Milliseconds since it was ready last, or since its start. */
  get unreadyFor(): number {
    return this.#health.isReady ? 0 : performance.now() - this.#lastReadyAt;
  }

  /** Milliseconds from the first time that it was ready to the last. */
  get wellFor(): number {
    return this.#firstReadyAt === undefined ? 0 : this.#lastReadyAt - this.#firstReadyAt;
  }

  /** @throws when it ends first, or is not ready after `patience` ms. */
  async untilReady(patience: number): Promise<void> {
    for (const deadline = performance.now() + patience; !this.#health.isReady; await wait(PROBE_STARTING / 2)) {
      if (this.#hasEnded) throw new Error(`it ended (${await this.exited})`);
      if (performance.now() > deadline) {
        const why = this.#health.reasons.map(({ field, message }) => `${field} ${message}`).join('; ');
        throw new Error(`it was not ready after ${patience / 1000} s${why === '' ? '' : `: ${why}`}`);
      }
    }
  }

  /** SIGTERM, and SIGKILL where that is not heeded. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), STOP_PATIENCE);
    await this.exited;
    clearTimeout(timer);
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#hasEnded) this.#child.kill(signal);
  }

  async #watch(): Promise<void> {
    while (!this.#hasEnded) {
      if (this.#address !== undefined) this.#note(await probe(this.#address));
      await wait(this.#health.isReady ? PROBE_RUNNING : PROBE_STARTING);
    }
  }

  #note(health: Health): void {
    const now = performance.now();
    this.#health = health;
    if (health.isLive) this.#lastLiveAt = now;
    if (!health.isReady) return;
    this.#lastReadyAt = now;
    this.#firstReadyAt ??= now;
  }
}
