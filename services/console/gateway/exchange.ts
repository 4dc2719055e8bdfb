import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../../lib/principal.ts';
import type { Route } from './router.ts';

/** One HTTP request on its way through the gateway: each step reads what earlier ones found and adds its own. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /**
   * Of the answer, written with its status in one go, which costs a fraction of setting them one by one. Names are in lower case: two
   * spellings of one name would both be sent.
   */
  readonly headers: Record<string, string>;
  /** performance.now() when the request's head was read. */
  readonly startedAt: number;
  readonly requestId: string;
  /** W3C trace context of this hop, for whoever is called next. */
  readonly traceparent: string;
  readonly path: string;
  /** Without the question mark. */
  readonly queryString: string;
  /** Address of the client, as far as trusted proxies tell. */
  readonly ip: string;
  route?: Route;
  pathParams: Record<string, string | undefined>;
  principal: Principal | null;
  /** Access token that the principal was proven by. */
  token?: string;
  /** The JSON body as sent; empty when there is none. */
  bodyText: string;
  body: Record<string, unknown>;
  params: Record<string, unknown>;
  ifMatch?: number[];
  /** Called with the answer before it is sent, by what has to remember it; not certain: it was sent and its answer was lost. */
  onAnswer?: (answer: Answer, isCertain: boolean) => Promise<void>;
}

/** What the client gets: a body that is complete, or a stream. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | NodeJS.ReadableStream | null;
}
