import type { SortKey } from '../sort-keys.ts';
import { allOf, anyOf, type Condition, onField } from './compile-filter.ts';
import { fieldName } from './stored-document.ts';

/** An order in MongoDB's form. A list, because an object would put names that are numbers in front. */
export function sortBy(keys: readonly SortKey[]): [string, 1 | -1][] {
  return keys.map(({ path, descending }) => [fieldName(path), descending ? -1 : 1]);
}

/** One of the reads that together find what comes after a place in an order. */
export interface Next {
  condition: Condition;
  /** The keys that are left to sort by. */
  keys: readonly SortKey[];
}

/** The types of values as they sort; a value that is missing or null comes before all of them. */
const TYPES = ['number', 'string', 'object', 'array', 'bool'];

/**
 * How to read the documents that come after a place in an order, one read after the other until the page is full. MongoDB
 * compares only within the operand's type, so the types that sort behind it are a read of their own, as are the documents
 * without a value: each is one range of an index, which their $or is not.
 * @param place values of the sort keys at the place
 */
export function after(keys: readonly SortKey[], place: readonly unknown[]): Next[] {
  const steps = keys.map((key, i) => new Step(key, place[i] ?? null));
  const [first, ...rest] = steps as [Step, ...Step[]];
  const level = first.isNull ? withinLevel(first, rest, keys.slice(1)) : { condition: within(first, steps), keys };
  const others = first.otherTypes();
  return [...(level === null ? [] : [level]), ...(others === null ? [] : [{ condition: others, keys }])];
}

function within(first: Step, steps: readonly Step[]): Condition {
  return allOf([first.bound(), beyond(steps) ?? {}]);
}

/** Among the documents without a value for the first key only the others sort. */
function withinLevel(first: Step, rest: readonly Step[], keys: readonly SortKey[]): Next | null {
  const condition = beyond(rest);
  return condition === null ? null : { condition: allOf([first.level(), condition]), keys };
}

/** Beyond the place by the first key, or level with it and beyond by the next, and so on; null when nothing can be. */
function beyond(steps: readonly Step[]): Condition | null {
  const [first, ...rest] = steps;
  if (first === undefined) return null;
  const later = beyond(rest);
  const ways = [...first.beyond(), ...(later === null ? [] : [allOf([first.level(), later])])];
  return ways.length === 0 ? null : anyOf(ways);
}

class Step {
  readonly isNull: boolean;
  readonly #field: string;
  readonly #descending: boolean;
  readonly #value: unknown;
  /** The id and the version are of one type and never missing. */
  readonly #uniform: boolean;

  constructor({ path, descending }: SortKey, value: unknown) {
    this.isNull = value === null;
    this.#field = fieldName(path);
    this.#descending = descending;
    this.#value = value;
    this.#uniform = path.length === 1 && (path[0] === 'id' || path[0] === 'version');
  }

  /** The documents that have the same value. */
  level(): Condition {
    return onField(this.#field, { $eq: this.#value });
  }

  bound(): Condition {
    return onField(this.#field, { [this.#descending ? '$lte' : '$gte']: this.#value });
  }

  beyond(): Condition[] {
    const others = this.otherTypes();
    const sameType = onField(this.#field, { [this.#descending ? '$lt' : '$gt']: this.#value });
    return [...(this.isNull ? [] : [sameType]), ...(others === null ? [] : [others])];
  }

  /** The documents of which the value is of a type that comes later. */
  otherTypes(): Condition | null {
    if (this.#uniform) return null;
    const rank = this.isNull ? -1 : TYPES.indexOf(typeName(this.#value));
    const types = this.#descending ? TYPES.slice(0, Math.max(rank, 0)) : TYPES.slice(rank + 1);
    const ways = types.length === 0 ? [] : [onField(this.#field, { $type: types })];
    if (this.#descending && !this.isNull) ways.push(onField(this.#field, { $eq: null }));
    return ways.length === 0 ? null : anyOf(ways);
  }
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
