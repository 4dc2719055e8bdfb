import { sendAuthorized } from './authorized.ts';
import { type ApiProblem, toProblem } from './problem.ts';

export type StreamState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'paused' }
  | { kind: 'broken'; problem: ApiProblem; retryAt: number };

export interface EventStream {
  pause(): void;
  resume(): void;
  close(): void;
}

interface Handlers {
  onEvent(name: string, data: string): void;
  onState(state: StreamState): void;
}

const firstBackoffMs = 1_000;
const longestBackoffMs = 30_000;
/** A server that is silent for so long is gone: a cut connection alone would not be noticed for minutes. */
const silenceMs = 20_000;
/** Streams that lived so long ended on purpose (the server closes them now and then): not a failure to talk about. */
const healthyMs = 10_000;

/**
 * Reads server-sent events with fetch, because EventSource cannot send the Authorization header. Reconnects with growing,
 * jittered pauses, at once when the browser comes back online.
 */
export function openEventStream(path: string, { onEvent, onState }: Handlers): EventStream {
  let controller = new AbortController();
  let paused = false;
  let closed = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let connectedAt = 0;

  const fail = (error: unknown): void => {
    if (error === ended && Date.now() - connectedAt > healthyMs) {
      connect();
      return;
    }
    const backoff = Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    onState({ kind: 'broken', problem: toProblem(error), retryAt: Date.now() + backoff });
    timer = setTimeout(connect, backoff);
  };

  const connect = (): void => {
    clearTimeout(timer);
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    connectedAt = Date.now();
    onState({ kind: 'connecting' });
    read(path, controller, (name, data) => {
      failures = 0;
      onState({ kind: 'live' });
      onEvent(name, data);
    }).catch((error: unknown) => {
      // An aborted reader was replaced, paused or closed: whoever did that has set the state.
      if (!signal.aborted || signal.reason === silence) fail(error);
    });
  };

  const stop = (): void => {
    clearTimeout(timer);
    controller.abort();
  };
  const retryNow = (): void => {
    if (!paused && !closed) connect();
  };
  addEventListener('online', retryNow);
  connect();

  return {
    pause() {
      paused = true;
      stop();
      onState({ kind: 'paused' });
    },
    resume() {
      if (!paused) return;
      paused = false;
      connect();
    },
    close() {
      closed = true;
      stop();
      removeEventListener('online', retryNow);
    },
  };
}

const silence = new Error('The stream went silent');
const ended = new Error('The server ended the stream');

async function read(
  path: string,
  controller: AbortController,
  onEvent: (name: string, data: string) => void,
): Promise<never> {
  let watchdog = setTimeout(() => controller.abort(silence), silenceMs);
  try {
    const response = await sendAuthorized(
      { method: 'GET', path },
      { signal: controller.signal, headers: { Accept: 'text/event-stream' } },
    );
    if (!response.body) throw new Error('The server sent no stream');
    const parse = eventParser(onEvent);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw ended;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => controller.abort(silence), silenceMs);
      parse(value);
    }
  } finally {
    clearTimeout(watchdog);
  }
}

/** The lines of text/event-stream, fed in pieces cut anywhere. */
function eventParser(onEvent: (name: string, data: string) => void): (chunk: string) => void {
  let buffer = '';
  let name = '';
  let data: string[] = [];
  return (chunk) => {
    buffer += chunk;
    const lines = buffer.split('\n');
    buffer = lines.pop() ?? '';
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line.startsWith('event:')) name = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
      else if (line === '') {
        if (data.length > 0) onEvent(name || 'message', data.join('\n'));
        name = '';
        data = [];
      }
    }
  };
}
