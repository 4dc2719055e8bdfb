import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '../../../lib/ids.ts';
import { consoleErrors } from '../console.errors.ts';
import { formatError } from '../hooks/format-error.ts';

// Not imported: as an ES module `node:http` loads the whole of Node's HTTP client with it, 20 MB and a fifth of a second.
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');

const MAX_HEADER_BYTES = 16 * 1024;

/** The HTTP server with limits on what a client may take its time for. */
export function createHttpServer(handler: (req: IncomingMessage, res: ServerResponse) => void): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      // A request without a body has no stream to be set up, read and ended.
      optimizeEmptyRequests: true,
    },
    handler,
  );
  server.on('clientError', answerUnreadable);
  return server;
}

/** What Node could not read as HTTP never becomes a request; its answer is written by hand. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: ServerResponse }): void {
  // In the middle of another answer, such as a stream, a second head would be read as a part of that answer. There is no public
  // way to know; Node looks at the same field where nobody listens for this event.
  const isAnswering = socket._httpMessage?.headersSent === true;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = formatError(toProblem(error.code), { requestId: newId() });
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(String(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`);
}

function toProblem(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return consoleErrors.headersTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return consoleErrors.requestTimeout();
  return consoleErrors.malformedRequest();
}
