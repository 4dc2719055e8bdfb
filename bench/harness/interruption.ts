interface Running {
  kill(signal: NodeJS.Signals): unknown;
}

const running = new Set<Running>();
let hasHappened = false;

export function isInterrupted(): boolean {
  return hasHappened;
}

/** Ends every process of ours at once, so that whatever waits for one fails and cleans up. */
export function interrupt(): void {
  hasHappened = true;
  for (const process of running) process.kill('SIGKILL');
}

/** Lets a process end with the bench. @returns what to call when it has ended. */
export function endOnInterrupt(process: Running): () => void {
  running.add(process);
  if (hasHappened) process.kill('SIGKILL');
  return () => running.delete(process);
}
