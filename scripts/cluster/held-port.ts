import { lookup } from 'node:dns/promises';
import { BoundSocket } from 'node:net';
import { CommandError } from '../command-line.ts';

/**
 * A port that outlives the Consoles which serve it. The supervisor has it and never listens; each Console inherits it. During a roll both
 * take connections from one queue, and closing takes nobody's with it. With SO_REUSEPORT each would have a queue of its own,
 * and the kernel resets what waits in one that closes.
 */
export class HeldPort {
  readonly port: number;
  readonly #socket: BoundSocket;

  private constructor(socket: BoundSocket) {
    this.#socket = socket;
    this.port = socket.address().port;
  }

  static async hold(host: string, port: number): Promise<HeldPort> {
    try {
      const { address } = await lookup(host);
      return new HeldPort(new BoundSocket({ host: address, port }));
    } catch (error) {
      throw new CommandError(`The port ${host}:${port} cannot be had: ${(error as Error).message}`);
    }
  }

  get fd(): number {
    return this.#socket.fd();
  }

  release(): void {
    this.#socket.close();
  }
}
