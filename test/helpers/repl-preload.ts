import { giveEvalItsReceiver } from '../../repl/eval-receiver.ts';

// Loaded before the runner, whose `--repl` uses the REPL as Node 26 has it.
giveEvalItsReceiver(() => {});
