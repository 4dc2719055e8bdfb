/** One turn of a side. */
export type Turn = () => Promise<void>;

/** Gives each side a turn in each round: what disturbs the machine hits all. */
export async function interleave(rounds: number, ...turns: Turn[]): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await takeTurns(round, ...turns);
}

/** One round. Every second time they go the other way round, so that none always follows on the same other. */
export async function takeTurns(round: number, ...turns: Turn[]): Promise<void> {
  for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
}
