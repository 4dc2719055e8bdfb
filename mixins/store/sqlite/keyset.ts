import type { SortKey } from '../sort-keys.ts';
import { toKey } from './order-key.ts';
import { joinSql, type Parameter, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

/** SQL of an order. NULL sorts before everything in SQLite, as missing values do in MongoDB. */
export function orderBy(keys: readonly SortKey[], table: Table): string {
  return keys.map(({ path, descending }) => table.key(path) + (descending ? ' DESC' : '')).join(', ');
}

/**
 * Conditions for the documents that come after a place in an order, to be asked one after the other until the page is full.
 * There are two where the order crosses between documents with and without a value for the first key: each is one range of an
 * index, which their OR would not be.
 * @param last values of the sort keys at the place
 * @param offset index of the first of them among the statement's operands
 */
export function after(keys: readonly SortKey[], last: readonly unknown[], offset: number, table: Table): Sql[] {
  const steps = keys.map((key, i) => new Step(table.key(key.path), key.descending, last[i] ?? null, offset + i));
  const [first, ...rest] = steps as [Step, ...Step[]];
  if (first.isNull) {
    const sameNull = joinSql([first.equal(), beyond(rest)], 'AND');
    return first.descending ? [sameNull] : [sameNull, sql(`${first.key} >= -9e999`)];
  }
  const range = joinSql([first.bound(), beyond(steps)], 'AND');
  return first.descending && !table.alwaysHas(keys[0]?.path ?? []) ? [range, sql(`${first.key} IS NULL`)] : [range];
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
