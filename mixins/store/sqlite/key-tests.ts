import type { FieldTest, Operand } from '../filter-parser.ts';
import { keyOfElement, keyRange, toKey } from './order-key.ts';
import { literal, type Parameter, type Sql, sql } from './sql.ts';
import { successor } from './text-range.ts';

/** A condition on the order key of one value; the key is given as SQL. */
export type KeyTest = (key: string) => Sql;

type Tested = Exclude<FieldTest['operator'], 'ne' | 'nin' | 'exists'>;
type Make = (key: string, operand: Operand) => Sql;

/** Comparisons stay within the operand's type: from it to the end of the type's range of keys, or from the beginning to it. */
const tests: Record<Tested, Make> = {
  eq: (key, operand) => (operand.kind === 'null' ? sql(`${key} IS NULL`) : sql(`${key} = `, place(operand))),
  in: isIn,
  gt: (key, operand) => sql(`(${key} > `, place(operand), ` AND ${key} < ${rangeOf(operand).to})`),
  gte: (key, operand) => sql(`(${key} >= `, place(operand), ` AND ${key} < ${rangeOf(operand).to})`),
  lt: (key, operand) => sql(`(${key} < `, place(operand), ` AND ${key} >= ${rangeOf(operand).from})`),
  lte: (key, operand) => sql(`(${key} <= `, place(operand), ` AND ${key} >= ${rangeOf(operand).from})`),
  prefix: (key, operand) => sql(`(${key} >= `, place(operand), ` AND ${key} < `, place(operand, successor), ')'),
  contains: (key, operand) => sql(`contains_text(${key}, `, place(operand), ')'),
};

export function keyTest(operator: Tested, operand: Operand): KeyTest {
  return (key) => tests[operator](key, operand);
}

/** The list is one parameter, so that its length does not change the SQL. */
function isIn(key: string, operand: Operand): Sql {
  const found = operand.fixed === null ? isInParameter(key, operand) : isInLiterals(key, operand.fixed.value);
  return operand.hasNull ? sql('(', found, ` OR ${key} IS NULL)`) : found;
}

function isInParameter(key: string, { index }: Operand): Sql {
  const list: Parameter = { index, encode: (value) => JSON.stringify(value) };
  return sql(`${key} IN (SELECT ${keyOfElement('wanted')} FROM json_each(`, list, ') AS wanted)');
}

/** For the condition of an index, which cannot have a subquery. */
function isInLiterals(key: string, values: unknown): Sql {
  return sql(`${key} IN (${(values as unknown[]).map((value) => literal(toKey(value))).join(', ')})`);
}

/** A question mark, or the value itself where the statement is only for this one. */
function place(operand: Operand, encode: Parameter['encode'] = toKey): Parameter | string {
  return operand.fixed === null ? { index: operand.index, encode } : literal(encode(operand.fixed.value));
}

function rangeOf(operand: Operand) {
  return keyRange[operand.kind as keyof typeof keyRange];
}
