import type { Filter } from '../store.types.ts';

/** Repeatable chance (mulberry32): a failure is seen again with the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length: this.below(length + 1) }, make);
  }
}

const scalars = [null, 0, 1, 2, -1, 1.5, 1e12, '', 'a', 'b', 'ab', 'Ä', 'ä', '😀', '1', 'true', '{}', true, false];
const fields = ['a', 'b', 'c'];

export function randomScalar(random: Random): unknown {
  return random.pick(scalars);
}

export function randomValue(random: Random, depth = 0): unknown {
  const kind = random.below(10);
  if (depth < 3 && kind === 0) return randomFields(random, depth + 1);
  if (depth < 3 && kind <= 2) return random.list(3, () => randomValue(random, depth + 1));
  return randomScalar(random);
}

export function randomFields(random: Random, depth = 0): Record<string, unknown> {
  return Object.fromEntries(random.list(3, () => [random.pick(fields), randomValue(random, depth)]));
}

function randomPath(random: Random): string {
  return [random.pick(fields), ...random.list(2, () => random.pick(fields))].join('.');
}

const operators: Record<string, (random: Random) => unknown> = {
  $eq: randomValue,
  $ne: randomValue,
  $in: (random) => random.list(4, () => randomValue(random)),
  $nin: (random) => random.list(4, () => randomValue(random)),
  $gt: randomComparable,
  $gte: randomComparable,
  $lt: randomComparable,
  $lte: randomComparable,
  $exists: (random) => random.next() < 0.5,
  $prefix: (random) => random.pick(['', 'a', 'ä', '😀']),
  $contains: (random) => random.pick(['', 'B', 'Ä', '1']),
  $not: randomOperators,
};

function randomComparable(random: Random): unknown {
  return random.pick(scalars.filter((value) => value !== null));
}

function randomOperators(random: Random): Filter {
  const name = random.pick(Object.keys(operators));
  return { [name]: operators[name]?.(random) };
}

export function randomFilter(random: Random, depth = 0): Filter {
  const kind = random.below(10);
  const parts = () => [randomFilter(random, depth + 1), ...random.list(2, () => randomFilter(random, depth + 1))];
  if (depth < 3 && kind === 0) return { $and: parts() };
  if (depth < 3 && kind === 1) return { $or: parts() };
  if (depth < 3 && kind === 2) return { $not: randomFilter(random, depth + 1) };
  return { [randomPath(random)]: kind < 6 ? randomOperators(random) : randomValue(random) };
}
