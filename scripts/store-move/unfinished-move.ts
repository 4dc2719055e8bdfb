import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../../lib/env.ts';
import type { Kind } from './databases.ts';

/** Says, in DATA_DIR, that what the target holds is half of a move, and of which. */
export class UnfinishedMove {
  readonly #file = join(env.DATA_DIR, 'store-move.json');
  readonly #content: string;

  constructor(to: Kind) {
    const server = createHash('sha256')
      .update(env.MONGO_URL ?? '')
      .digest('hex');
    this.#content = JSON.stringify({ to, server, namespace: env.NAMESPACE });
  }

  get isThisOne(): boolean {
    return existsSync(this.#file) && readFileSync(this.#file, 'utf8') === this.#content;
  }

  note(): void {
    mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file, this.#content, { mode: 0o600, flush: true });
  }

  end(): void {
    rmSync(this.#file, { force: true });
  }
}
