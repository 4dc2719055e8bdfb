import { hostname, userInfo } from 'node:os';

/** Who types: the user of the operating system that the REPL runs as. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`.slice(0, 128);
}
