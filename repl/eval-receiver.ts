import repl, { type ReplOptions } from 'node:repl';

/**
 * Node 26 calls the eval function of a REPL without `this`, and moleculer-repl 0.8 finds its broker through it: without this
 * every line ends in a TypeError. Harmless where `this` is given.
 * @param onLine told of everything that is typed, before it does anything
 */
export function giveEvalItsReceiver(onLine: (line: string) => void): void {
  const { start } = repl;
  repl.start = (options) => {
    const { eval: evaluate, ...rest } = options as ReplOptions;
    const server = start({
      ...rest,
      eval: (line, ...others) => {
        if (line.trim() !== '') onLine(line.trim());
        return evaluate?.apply(server, [toOwnCommand(line), ...others]);
      },
    });
    return server;
  };
}

/** Moleculer's REPL has a command "events", and takes no other of that name. */
function toOwnCommand(line: string): string {
  return line.replace(/^\s*events\s+lag\b/, 'lag');
}
