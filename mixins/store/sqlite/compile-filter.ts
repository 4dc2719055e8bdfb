import type { FieldTest, Operand, Parsed } from '../filter-parser.ts';
import { elementsTable } from './elements.ts';
import { type KeyTest, keyTest } from './key-tests.ts';
import { keyAt, keyOfElement } from './order-key.ts';
import { notThroughList, reach, someElement } from './reach.ts';
import { joinSql, jsonPath, type Sql, sql } from './sql.ts';
import type { Table } from './table.ts';

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
  if (operator === 'exists' || typeof operand === 'boolean') return exists(path, operand === true, table);
  if (operator === 'ne') return not(matches(path, keyTest('eq', operand), isOneOf(operand), table));
  if (operator === 'nin') return not(matches(path, keyTest('in', operand), isAmong(operand), table));
  const asked = operator === 'in' ? isAmong(operand) : isOneOf(operand);
  return matches(path, keyTest(operator, operand), asked, table);
}

/** What besides numbers, texts and booleans a test can find. */
interface Asked {
  missing: boolean;
  structures: boolean;
}

function isOneOf({ kind }: Operand): Asked {
  return { missing: kind === 'null', structures: kind === 'object' || kind === 'list' };
}

function isAmong({ hasNull, hasStructure }: Operand): Asked {
  return { missing: hasNull, structures: hasStructure };
}

/** A field matches when its value does or, if it holds a list, one of the elements does. */
function matches(path: readonly string[], test: KeyTest, asked: Asked, table: Table): Sql {
  if (table.isSingleValued(path)) return test(table.key(path));
  if (table.hasElements(path) && !asked.missing && !asked.structures) {
    return sql(`id IN (SELECT id FROM ${elementsTable(table, path)} WHERE `, test('value'), ')');
  }
  return reach('doc', path, (source, rest) => {
    const direct = test(keyAt(source, rest));
    const value = asked.missing ? notThroughList(source, rest, direct) : direct;
    return joinSql([value, someElement(source, rest, (element) => test(keyOfElement(element)))], 'OR');
  });
}

function exists(path: readonly string[], wanted: boolean, table: Table): Sql {
  if (table.alwaysHas(path)) return sql(wanted ? '1' : '0');
  const there = (source: string, rest: readonly string[]) => sql(`json_type(${source},${jsonPath(rest)}) IS NOT NULL`);
  const found = table.isSingleValued(path) ? there('doc', path) : reach('doc', path, there);
  return wanted ? found : not(found);
}
