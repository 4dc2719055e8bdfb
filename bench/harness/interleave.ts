/** One turn of a side. */
export type Turn = () => Promise<void>;

/** Gives both sides a turn in each round: what disturbs the machine hits both. */
export async function interleave(rounds: number, site: Turn, baseline: Turn): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await takeTurns(round, site, baseline);
}

/** One round. Every second time the other side goes first, so that neither always follows on the other. */
export async function takeTurns(round: number, site: Turn, baseline: Turn): Promise<void> {
  const [first, second] = round % 2 === 0 ? [site, baseline] : [baseline, site];
  await first();
  await second();
}
