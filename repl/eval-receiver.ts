import repl, { type ReplOptions } from 'node:repl';

/**
 * Node 26 calls the eval function of a REPL without `this`, and moleculer-repl 0.8 finds its broker through it: without this
 * every line ends in a TypeError. Harmless where `this` is given.
 */
export function giveEvalItsReceiver(): void {
  const { start } = repl;
  repl.start = (options) => {
    const { eval: evaluate, ...others } = options as ReplOptions;
    const server = start({
      ...others,
      eval: (...args) => evaluate?.apply(server, args),
    });
    return server;
  };
}
