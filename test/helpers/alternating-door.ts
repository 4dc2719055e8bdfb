import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/**
 * One address in front of several servers, which takes its connections to them in turn: what `send` and the tests' own sockets
 * say arrives unread and unchanged, and is repeated nowhere.
 */
export async function alternatingDoor(port: number, targets: readonly number[]): Promise<Server> {
  let turn = 0;
  // Half-open, as the Consoles' own sockets are: who has said all still hears the answer.
  const door = createServer({ allowHalfOpen: true }, (outside) => {
    turn += 1;
    const inside = connect({
      port: targets[turn % targets.length] as number,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.resetAndDestroy());
      from.on('close', () => to.destroySoon());
    }
  });
  await once(door.listen(port, '127.0.0.1'), 'listening');
  door.unref();
  return door;
}
