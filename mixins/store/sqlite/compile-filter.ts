import type { FieldTest, Operand, Parsed } from '../filter-parser.ts';
import { keyAt, keyOfElement, keyRange, toKey } from './order-key.ts';
import { joinSql, jsonPath, literal, type Parameter, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';
import { successor } from './text-range.ts';

/** A condition on the order key of one value, given as SQL. */
type KeyTest = (key: string) => Sql;

/** SQL that is true for the documents of a table that match; never NULL where it is negated. */
export function compileFilter(parsed: Parsed, table: Table): Sql {
  if ('field' in parsed) return compileTest(parsed.field, table);
  if ('all' in parsed) return joinSql(compileAll(parsed.all, table), 'AND');
  if ('any' in parsed) return joinSql(compileAll(parsed.any, table), 'OR');
  return not(joinSql(compileAll(parsed.none, table), 'OR'));
}

function compileAll(parts: readonly Parsed[], table: Table): Sql[] {
  return parts.map((part) => compileFilter(part, table));
}

function not(condition: Sql): Sql {
  return sql('(', condition, ') IS NOT TRUE');
}

function compileTest({ path, operator, operand }: FieldTest, table: Table): Sql {
  if (typeof operand === 'boolean') return exists(path, operand, table);
  if (operator === 'ne') return not(matches(path, equals(operand), operand.kind === 'null', table));
  if (operator === 'nin') return not(matches(path, isIn(operand), operand.withNull, table));
  if (operator === 'in') return matches(path, isIn(operand), operand.withNull, table);
  if (operator === 'eq') return matches(path, equals(operand), operand.kind === 'null', table);
  return matches(path, comparison(operator as keyof typeof comparisons, operand), false, table);
}

/** A question mark, or the value itself where the statement is only for this one. */
function place(operand: Operand, encode: Parameter['encode'] = toKey): Parameter | string {
  return operand.fixed === null ? { index: operand.index, encode } : literal(encode(operand.fixed.value));
}

function equals(operand: Operand): KeyTest {
  if (operand.kind === 'null') return (key) => sql(`${key} IS NULL`);
  return (key) => sql(`${key} = `, place(operand));
}

/** The list is one parameter, so that its length does not change the SQL. */
function isIn(operand: Operand): KeyTest {
  return (key) => {
    const found = operand.fixed === null ? inList(key, operand) : sql(`${key} IN ${literalList(operand.fixed.value)}`);
    return operand.withNull ? sql('(', found, ` OR ${key} IS NULL)`) : found;
  };
}

function inList(key: string, { index }: Operand): Sql {
  const list: Parameter = { index, encode: (value) => JSON.stringify(value) };
  return sql(`${key} IN (SELECT ${keyOfElement('wanted')} FROM json_each(`, list, ') AS wanted)');
}

function literalList(values: unknown): string {
  return `(${(values as unknown[]).map((value) => literal(toKey(value))).join(', ')})`;
}

const comparisons = {
  gt: (key: string, operand: Operand) => sql(`(${key} > `, place(operand), ` AND ${key} < ${rangeOf(operand).to})`),
  gte: (key: string, operand: Operand) => sql(`(${key} >= `, place(operand), ` AND ${key} < ${rangeOf(operand).to})`),
  lt: (key: string, operand: Operand) => sql(`(${key} < `, place(operand), ` AND ${key} >= ${rangeOf(operand).from})`),
  lte: (key: string, operand: Operand) =>
    sql(`(${key} <= `, place(operand), ` AND ${key} >= ${rangeOf(operand).from})`),
  prefix: (key: string, operand: Operand) =>
    sql(`(${key} >= `, place(operand), ` AND ${key} < `, place(operand, successor), ')'),
  contains: (key: string, operand: Operand) => sql(`contains_text(${key}, `, place(operand), ')'),
};

function comparison(operator: keyof typeof comparisons, operand: Operand): KeyTest {
  return (key) => comparisons[operator](key, operand);
}

function rangeOf(operand: Operand) {
  return keyRange[operand.kind as keyof typeof keyRange];
}

/** A field matches when its value does or, if it holds a list, one of the elements does. */
function matches(path: readonly string[], test: KeyTest, withNull: boolean, table: Table): Sql {
  if (table.isSingleValued(path)) return test(table.key(path));
  return reach('doc', path, (source, rest) => {
    const literal = jsonPath(rest);
    const direct = test(keyAt(source, rest));
    const element = elementAlias(source);
    const inList = sql(
      `(json_type(${source},${literal}) = 'array' AND EXISTS (SELECT 1 FROM json_each(${source},${literal}) AS ${element} WHERE `,
      test(keyOfElement(element)),
      '))',
    );
    return joinSql([withNull ? notThroughList(source, rest, direct) : direct, inList], 'OR');
  });
}

function exists(path: readonly string[], wanted: boolean, table: Table): Sql {
  if (table.alwaysHas(path)) return sql(wanted ? '1' : '0');
  const type = (source: string, rest: readonly string[]) => sql(`json_type(${source},${jsonPath(rest)}) IS NOT NULL`);
  const found = table.isSingleValued(path) ? type('doc', path) : reach('doc', path, type);
  return wanted ? found : not(found);
}

/**
 * A path ends at one place of a document, or, where a list lies on the way, at one in each object of the list: true when the
 * condition holds at one of them.
 */
function reach(source: string, path: readonly string[], at: (source: string, path: readonly string[]) => Sql): Sql {
  const ways = [at(source, path)];
  for (let length = 1; length < path.length; length++) {
    const list = jsonPath(path.slice(0, length));
    const element = elementAlias(source);
    ways.push(
      sql(
        `(json_type(${source},${list}) = 'array' AND EXISTS (SELECT 1 FROM json_each(${source},${list}) AS ${element} ` +
          `WHERE ${element}.type = 'object' AND `,
        reach(`${element}.value`, path.slice(length), at),
        '))',
      ),
    );
  }
  return joinSql(ways, 'OR');
}

/** Nothing at the end of a path that goes into a list is no missing value: its elements decide. */
function notThroughList(source: string, path: readonly string[], condition: Sql): Sql {
  const free = path
    .slice(1)
    .map((_, i) => sql(`json_type(${source},${jsonPath(path.slice(0, i + 1))}) IS NOT 'array'`));
  return joinSql([...free, condition], 'AND');
}

/** Alias of the elements of a list in `source`: one level deeper than the source's own. */
function elementAlias(source: string): string {
  const level = /^element(\d+)\./.exec(source)?.[1] ?? '0';
  return `element${Number(level) + 1}`;
}
