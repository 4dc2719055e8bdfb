import { hostname } from 'node:os';
import { env } from '../../lib/env.ts';
import { CommandError } from '../command-line.ts';
import { HeldPort } from './held-port.ts';
import { Member } from './member.ts';
import { inStartOrder } from './process-counts.ts';

/** Milliseconds that a start waits for what it builds on before it goes on without. */
const START_PATIENCE = 30_000;
/** Milliseconds between the second signal and SIGKILL. */
const HURRY = 3_000;

export interface SupervisorOptions {
  /** Processes by service. */
  counts: Map<string, number>;
  say(message: string): void;
  onLine(nodeId: string, line: string): void;
}

/** All processes of the platform on this machine. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #members: Member[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #publicUrl = env.PUBLIC_URL;
  #stopping: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  /**
   * One process of each service first, so that what is done once (the secret, migrations, the first admin) is done by one; then the
   * others, and the Consoles last, which open their doors to services that are there.
   */
  async start(): Promise<void> {
    const { counts, say } = this.#options;
    const services = inStartOrder([...counts.keys()]);
    // Before anything starts: the first port is in the address that all processes make and check tokens with.
    const consoles = await this.#make('console', counts.get('console') ?? 0);
    const behind = services.filter((service) => service !== 'console');
    const firsts = (
      await Promise.all(behind.map((service) => this.#make(service, Math.min(counts.get(service) ?? 0, 1))))
    ).flat();
    await this.#startAll(firsts);
    const others = (
      await Promise.all(behind.map((service) => this.#make(service, (counts.get(service) ?? 0) - 1)))
    ).flat();
    await this.#startAll([...others, ...consoles]);
    if (this.#stopping !== undefined) return;
    const missing = this.#members.filter(({ state }) => state !== 'ready').map(({ name }) => name);
    if (missing.length === 0)
      say(`All ${this.#members.length} processes are ready: ${this.#publicUrl ?? 'no Console here'}`);
    else say(`Not ready yet: ${missing.join(', ')}.`);
  }

  /** One process at a time. @throws at the first that cannot be replaced; nothing is worse than before then. */
  roll(service: string | undefined, progress: (line: string) => void): Promise<void> {
    return this.#inTurn(async () => {
      const chosen = inOrder(this.#members).filter((member) => service === undefined || member.service === service);
      if (chosen.length === 0) throw new CommandError(`No process of "${service}" runs here.`);
      for (const member of chosen) {
        if (this.#stopping !== undefined) throw new CommandError('The cluster is being stopped.');
        const startedAt = performance.now();
        await member.replace();
        progress(`${member.name} was replaced in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
      }
    });
  }

  scale(counts: Map<string, number>, progress: (line: string) => void): Promise<void> {
    return this.#inTurn(async () => {
      for (const [service, count] of counts) {
        const present = this.#members.filter((member) => member.service === service);
        const added = await this.#make(service, count - present.length);
        await this.#startAll(added);
        for (const { name } of added) progress(`${name} was added.`);
        const removed = present.slice(count).reverse();
        for (const member of removed) {
          await this.#remove(member);
          progress(`${member.name} was stopped.`);
        }
      }
    });
  }

  /** The Consoles first, while what they still answer from is there. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** The operator does not want to wait. */
  hurry(): void {
    this.#options.say(`Told again: what has not ended in ${HURRY / 1000} s is killed.`);
    for (const member of this.#members) member.kill('SIGTERM');
    setTimeout(() => {
      for (const member of this.#members) member.kill('SIGKILL');
    }, HURRY).unref();
  }

  async #stop(): Promise<void> {
    this.#options.say('Stopping: the Consoles first, then what is behind them.');
    const isConsole = ({ service }: Member) => service === 'console';
    await Promise.all(this.#members.filter(isConsole).map((member) => member.stop()));
    await Promise.all(this.#members.filter((member) => !isConsole(member)).map((member) => member.stop()));
  }

  async #make(service: string, count: number): Promise<Member[]> {
    const made: Member[] = [];
    try {
      for (let left = count; left > 0; left -= 1) made.push(await this.#makeOne(service));
    } catch (error) {
      // None of them runs yet; a place that nothing ever fills would pass for a process.
      for (const member of made) await this.#remove(member);
      throw error;
    }
    return made;
  }

  async #remove(member: Member): Promise<void> {
    await member.stop();
    this.#members.splice(this.#members.indexOf(member), 1);
  }

  async #makeOne(service: string): Promise<Member> {
    const taken = new Set(this.#members.filter((member) => member.service === service).map(({ name }) => name));
    let number = 1;
    while (taken.has(`${service}-${number}`)) number += 1;
    const port = service === 'console' ? await this.#holdPort(number) : undefined;
    const member = new Member({
      name: `${service}-${number}`,
      service,
      nodeIdPrefix: env.NODE_ID.endsWith(`-${process.pid}`) ? hostname() : env.NODE_ID,
      env: () => this.#envFor(port),
      say: this.#options.say,
      onLine: this.#options.onLine,
      ...(port !== undefined && { port }),
    });
    this.#members.push(member);
    return member;
  }

  async #holdPort(number: number): Promise<HeldPort> {
    const port = await HeldPort.hold(env.HOST, env.PORT === 0 ? 0 : env.PORT + number - 1);
    this.#publicUrl ??= `http://localhost:${port.port}`;
    this.#options.say(`console-${number} will be at http://${env.HOST}:${port.port}`);
    return port;
  }

  #envFor(port: HeldPort | undefined): Record<string, string> {
    const ready = new Set(this.#members.filter(({ state }) => state === 'ready').map(({ service }) => service));
    ready.delete('console');
    return {
      NODE_HOST: '127.0.0.1',
      NODE_PORT: '0',
      ...(this.#publicUrl !== undefined && { PUBLIC_URL: this.#publicUrl }),
      ...(port !== undefined && { PORT: String(port.port), AWAIT_SERVICES: [...ready].join(',') }),
    };
  }

  async #startAll(members: readonly Member[]): Promise<void> {
    if (this.#stopping !== undefined) return;
    for (const member of members) member.start();
    await Promise.all(members.map((member) => member.settled(START_PATIENCE)));
  }

  /** Two operators at once would each count on what the other changes. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

function inOrder(members: readonly Member[]): Member[] {
  const order = inStartOrder([...new Set(members.map(({ service }) => service))]);
  return [...members].sort(
    (left, right) => order.indexOf(left.service) - order.indexOf(right.service) || left.name.localeCompare(right.name),
  );
}
