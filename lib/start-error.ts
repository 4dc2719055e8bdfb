/**
 * A reason not to start, said to the operator: what happened and what to do. Its stack is that sentence, because whoever prints
 * an error that ended a process prints the stack, and a stack tells an operator nothing.
 */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.stack = message;
  }
}
