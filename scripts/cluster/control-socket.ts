import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { env } from '../../lib/env.ts';
import { CommandError } from '../command-line.ts';
import { lockInstallation } from './installation-lock.ts';

export interface ControlRequest {
  command: string;
  args: string[];
}

interface ControlLine {
  line?: string;
  /** Ends the answer. */
  ok?: boolean;
}

/** sockaddr_un holds no longer path. */
const LONGEST_PATH = 103;

/** Where the supervisor of this installation listens: only who may write into DATA_DIR can reach it. */
export function controlPath(): string {
  const path = join(env.DATA_DIR, 'cluster.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  throw new CommandError(`DATA_DIR is too long for a socket in it (${path}): choose a shorter path.`);
}

/** Closed together with the lock. @throws CommandError when another supervisor runs on this installation. */
export async function serveControl(
  handle: (request: ControlRequest, print: (line: string) => void) => Promise<void>,
): Promise<Server> {
  const path = controlPath();
  const unlock = lockInstallation();
  // Left by one that was killed.
  rmSync(path, { force: true });
  const server = createServer((socket) => void answer(socket, handle)).once('close', unlock);
  const mask = process.umask(0o177);
  server.listen(path);
  process.umask(mask);
  await once(server, 'listening');
  return server;
}

/** Sends a command to the running supervisor and prints what it says. @throws CommandError when none runs or it could not do it. */
export async function control(request: ControlRequest, print: (line: string) => void): Promise<void> {
  const socket = await dial(controlPath());
  if (socket === null)
    throw new CommandError(`No supervisor runs on ${env.DATA_DIR}: start it with "npm run cluster".`);
  socket.write(`${JSON.stringify(request)}\n`);
  for await (const text of createInterface({ input: socket })) {
    const { line, ok } = JSON.parse(text) as ControlLine;
    if (ok === false) throw new CommandError(line ?? 'It failed.');
    if (line !== undefined) print(line);
    if (ok === true) {
      socket.destroy();
      return;
    }
  }
  throw new CommandError('The supervisor ended before it answered.');
}

async function dial(path: string): Promise<Socket | null> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}

async function answer(
  socket: Socket,
  handle: (request: ControlRequest, print: (line: string) => void) => Promise<void>,
): Promise<void> {
  // Whoever asked may leave: what was asked for goes on.
  socket.on('error', () => undefined);
  const send = (line: ControlLine) => socket.writable && socket.write(`${JSON.stringify(line)}\n`);
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  try {
    const [text] = (await once(createInterface({ input: socket }), 'line', { signal: gone.signal })) as [string];
    await handle(toRequest(text), (line) => send({ line }));
    send({ ok: true });
  } catch (error) {
    send({ ok: false, line: (error as Error).message });
  }
  socket.end();
}

function toRequest(text: string): ControlRequest {
  try {
    const { command, args } = JSON.parse(text) as ControlRequest;
    if (typeof command === 'string' && args.every((arg) => typeof arg === 'string')) return { command, args };
  } catch {
    // Said below.
  }
  throw new CommandError('Not understood: send {"command": "status", "args": []} as one line.');
}
