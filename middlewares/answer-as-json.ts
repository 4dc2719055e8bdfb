import type { ActionSchema, Context, Middleware, ServiceBroker } from 'moleculer';
import type { Meta, PublishedContract } from '../lib/contract.ts';
import { JSON_WANTED, writeJson } from '../lib/json-text.ts';
import { createSerializer, type Serializer } from '../lib/serializer.ts';

type Described = ActionSchema & { contract?: PublishedContract; rest?: unknown };
type Handler = (ctx: Context<unknown, Meta>) => Promise<unknown>;

/**
 * Answers a Console on another node with the text that its client gets, written by the contract's response schema: only declared
 * fields, as the Console would write it. Lists are parsed and written once less. Within one process the Console writes it.
 */
export const answerAsJson: Middleware = {
  name: 'AnswerAsJson',

  localAction(this: ServiceBroker, next: Handler, { contract, rest }: Described): Handler {
    if (contract === undefined || rest === undefined || contract.responseType !== undefined) return next;
    const { nodeID } = this;
    let serialize: Serializer | undefined;
    return (ctx) => {
      if (ctx.nodeID === nodeID || ctx.headers.answer !== JSON_WANTED.answer) return next(ctx);
      return next(ctx).then((result) => {
        if ((ctx.meta.$statusCode ?? contract.status) === 204 || result === null || result === undefined) return null;
        if (typeof (result as { pipe?: unknown }).pipe === 'function') return result;
        serialize ??= createSerializer(contract.response);
        return writeJson(serialize, result);
      });
    };
  },
} as Middleware;
