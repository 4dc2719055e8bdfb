import type { SortKey } from '../sort-keys.ts';
import { toKey } from './order-key.ts';
import { joinSql, type Parameter, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

/** SQL of an order. NULL sorts before everything in SQLite, as missing values do in MongoDB. */
export function orderBy(keys: readonly SortKey[], table: Table): string {
  return keys.map(({ path, descending }) => table.key(path) + (descending ? ' DESC' : '')).join(', ');
}

/** One of the reads that together find what comes after a place in an order. */
export interface Next {
  condition: Sql;
  /** The keys that are left to sort by. */
  keys: readonly SortKey[];
}

/**
 * How to read the documents that come after a place in an order, one read after the other until the page is full. There are two
 * where the order crosses between documents with and without a value for the first key: each is one range of an index, which
 * their OR would not be. Within the documents without one that key is not sorted by, so that SQLite sees the index's order.
 * @param last values of the sort keys at the place
 * @param offset index of the first of them among the statement's operands
 */
export function after(keys: readonly SortKey[], last: readonly unknown[], offset: number, table: Table): Next[] {
  const steps = keys.map((key, i) => new Step(table.key(key.path), key.descending, last[i] ?? null, offset + i));
  const [first, ...rest] = steps as [Step, ...Step[]];
  const without = sql(`${first.key} IS NULL`);
  if (first.isNull) {
    const level: Next = { condition: joinSql([without, beyond(rest)], 'AND'), keys: keys.slice(1) };
    return first.descending ? [level] : [level, { condition: sql(`${first.key} >= -9e999`), keys }];
  }
  const range: Next = { condition: joinSql([first.bound(), beyond(steps)], 'AND'), keys };
  const endsWithout = first.descending && !table.alwaysHas(keys[0]?.path ?? []);
  return endsWithout ? [range, { condition: without, keys: keys.slice(1) }] : [range];
}

/** Beyond the place by the first key, or level with it and beyond by the next, and so on. */
function beyond(steps: readonly Step[]): Sql {
  const [first, ...rest] = steps;
  if (first === undefined) return sql('0');
  if (rest.length === 0) return first.beyond();
  return joinSql([first.beyond(), joinSql([first.equal(), beyond(rest)], 'AND')], 'OR');
}

class Step {
  readonly key: string;
  readonly descending: boolean;
  readonly isNull: boolean;
  readonly #parameter: Parameter;

  constructor(key: string, descending: boolean, value: unknown, index: number) {
    this.key = key;
    this.descending = descending;
    this.isNull = value === null;
    this.#parameter = { index, encode: toKey };
  }

  equal(): Sql {
    return this.isNull ? sql(`${this.key} IS NULL`) : sql(`${this.key} = `, this.#parameter);
  }

  bound(): Sql {
    return sql(`${this.key} ${this.descending ? '<=' : '>='} `, this.#parameter);
  }

  beyond(): Sql {
    if (this.isNull) return sql(this.descending ? '0' : `${this.key} IS NOT NULL`);
    if (!this.descending) return sql(`${this.key} > `, this.#parameter);
    return sql(`(${this.key} < `, this.#parameter, ` OR ${this.key} IS NULL)`);
  }
}
