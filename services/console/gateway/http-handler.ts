import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import type { FieldError } from '../../../lib/errors.ts';
import type { Store } from '../../../mixins/store/store.types.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { IdempotencyRecord } from '../console.store.ts';
import { answerCors } from '../hooks/answer-cors.ts';
import { answerFromCache } from '../hooks/answer-from-cache.ts';
import { answerWhileStarting } from '../hooks/answer-while-starting.ts';
import { assembleParams } from '../hooks/assemble-params.ts';
import { authenticate } from '../hooks/authenticate.ts';
import { authorize } from '../hooks/authorize.ts';
import { callAction } from '../hooks/call-action.ts';
import { checkApiVersion } from '../hooks/check-api-version.ts';
import { formatError, isLost, isServerFault } from '../hooks/format-error.ts';
import { replayIdempotent } from '../hooks/idempotency.ts';
import { identifyRequest } from '../hooks/identify-request.ts';
import { limitRate } from '../hooks/limit-rate.ts';
import type { AccessLog } from '../hooks/log-access.ts';
import { hasBody, readBody } from '../hooks/read-body.ts';
import { readPrecondition } from '../hooks/read-precondition.ts';
import { sendAnswer } from '../hooks/send-answer.ts';
import { serveDocs } from '../hooks/serve-docs.ts';
import { type StaticServer, serveStatic } from '../hooks/serve-static.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Drain } from './drain.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { LoadShedder } from './load-shedder.ts';
import type { OpenStreams } from './open-streams.ts';
import type { Opening } from './opening.ts';
import type { Router } from './router.ts';
import type { Sessions } from './sessions.ts';

/** What the steps of the request path work with; made once when the Console starts. */
export interface Gateway {
  broker: ServiceBroker;
  store: Store;
  router: Router;
  tokens: AccessTokens;
  sessions: Sessions;
  limits: RateLimits;
  load: LoadShedder;
  answers: AnswerCache;
  accessLog: AccessLog;
  drain: Drain;
  streams: OpenStreams;
  serve: StaticServer;
  opening: Opening;
  /** Why this process is not ready. */
  notReady(): Promise<FieldError[]>;
  observe(route: string, method: string, status: number, milliseconds: number): void;
  logFault(error: unknown, exchange: Exchange): void;
}

/** The one way of every request. Nothing reaches an action past these steps, in this order. */
export async function handleRequest(gateway: Gateway, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const exchange = identifyRequest(req, res);
  gateway.drain.enter(res);
  res.on('close', () => leave(gateway, exchange));
  try {
    if (!gateway.opening.isOpen) {
      const health = await answerWhileStarting(exchange, gateway.notReady);
      if (health !== null) return sendAnswer(exchange, health);
      await within(gateway, () => gateway.opening.wait());
    }
    if (answerCors(exchange, gateway.router)) return;
    const found = gateway.router.find(req.method ?? '', exchange.path);
    if (found === null) {
      await within(gateway, async () => {
        if (!(await serveDocs(exchange))) await serveStatic(exchange, gateway);
      });
      return;
    }
    exchange.route = found.route;
    exchange.pathParams = found.params;
    sendAnswer(exchange, await admit(gateway, exchange));
  } catch (error) {
    if (isServerFault(error)) gateway.logFault(error, exchange);
    refuse(exchange, formatError(error, exchange));
  }
}

/** The answer has gone out, or the client has gone away. */
function leave({ drain, accessLog, observe }: Gateway, exchange: Exchange): void {
  const { req, res, route } = exchange;
  const milliseconds = performance.now() - exchange.startedAt;
  drain.leave(res);
  observe(route?.path ?? 'static', req.method ?? '', res.statusCode, milliseconds);
  accessLog.write(exchange, milliseconds);
}

function admit(gateway: Gateway, exchange: Exchange): Promise<Answer> {
  if (exchange.route?.contract.sheddable === false) return answer(gateway, exchange);
  return within(gateway, () => answer(gateway, exchange));
}

/** Refuses what is too much before anything is done for it. */
async function within<T>(gateway: Gateway, work: () => Promise<T>): Promise<T> {
  if (!gateway.load.enter()) return gateway.load.refuse();
  try {
    return await work();
  } finally {
    gateway.load.leave();
  }
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<Answer> {
  checkApiVersion(exchange);
  try {
    await authenticate(exchange, gateway.tokens, gateway.sessions);
  } finally {
    // Also for a token that is refused: guessing tokens is counted against the address.
    await limitRate(exchange, gateway.limits);
  }
  authorize(exchange);
  readPrecondition(exchange);
  // Who sends slowly, or nothing at all, must not hold a place that others need.
  if (hasBody(exchange.req)) await gateway.load.outside(() => readBody(exchange));
  const kept = answerFromCache(exchange, gateway.answers);
  if (kept !== null) return kept;
  assembleParams(exchange);
  const remembered = await replayIdempotent(exchange, gateway.store.collection<IdempotencyRecord>('idempotency'));
  if (remembered !== null) return remembered;
  const given = await work(gateway, exchange);
  if (given.body !== null && typeof given.body !== 'string') gateway.streams.watch(exchange, given.body);
  return given;
}

/** The call itself; whoever asked to remember the answer gets it before the client does, refusals too. */
async function work(gateway: Gateway, exchange: Exchange): Promise<Answer> {
  if (exchange.onAnswer === undefined) return callAction(exchange, gateway.broker);
  let given: Answer;
  try {
    given = await callAction(exchange, gateway.broker);
  } catch (error) {
    await tellAnswer(gateway, exchange, formatError(error, exchange), !isLost(error, exchange.route?.action));
    throw error;
  }
  await tellAnswer(gateway, exchange, given, true);
  return given;
}

/** What happened has happened: that it could not be remembered must not be answered as if it had failed. */
async function tellAnswer(gateway: Gateway, exchange: Exchange, given: Answer, isCertain: boolean): Promise<void> {
  try {
    await exchange.onAnswer?.(given, isCertain);
  } catch (error) {
    gateway.logFault(error, exchange);
  }
}

/** Sends a problem. What is left of the request's body is not read: the connection ends with the answer. */
function refuse(exchange: Exchange, problem: Answer): void {
  const { req, res } = exchange;
  if (res.headersSent) {
    // Half an answer is out, such as a file that could not be read to its end: only a broken connection tells so.
    res.destroy();
    return;
  }
  if (
    !req.readableEnded &&
    (req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length']) > 0)
  ) {
    exchange.headers.connection = 'close';
  }
  sendAnswer(exchange, problem);
}
