import type { SQLInputValue } from 'node:sqlite';

/** One question mark: which operand of the filter stands there, and how SQLite sees it. */
export interface Parameter {
  index: number;
  encode: (operand: unknown) => SQLInputValue;
}

/** A piece of SQL with the parameters of its question marks, in order. Operands never become text. */
export interface Sql {
  text: string;
  parameters: readonly Parameter[];
}

/** Joins SQL texts (made by this folder, never by a caller) and pieces. */
export function sql(...parts: (string | Sql | Parameter)[]): Sql {
  let text = '';
  const parameters: Parameter[] = [];
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('text' in part) {
      text += part.text;
      parameters.push(...part.parameters);
    } else {
      text += '?';
      parameters.push(part);
    }
  }
  return { text, parameters };
}

/** All (AND) or any (OR) of the parts; all of none is true, any of none is false. */
export function joinSql(parts: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  if (parts.length === 0) return sql(operator === 'AND' ? '1' : '0');
  if (parts.length === 1) return parts[0] as Sql;
  return sql('(', ...parts.flatMap((part, i) => (i === 0 ? [part] : [` ${operator} `, part])), ')');
}

/** A bare question mark would make SQLite (since 3.47) plan the statement anew for each value, which takes longer than to run it. */
export const LIMIT = 'LIMIT ?+0';

/** Name of a table, column or index. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value as text of a statement. Only for values of index definitions, which need it; all others are bound. */
export function literal(value: SQLInputValue): string {
  if (typeof value === 'string') return quoteText(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return value === null ? 'NULL' : String(value);
}

/** A path for SQLite's JSON functions. Keys are written as JSON strings, so that quotes, brackets and dots in them are only letters. */
export function jsonPath(segments: readonly string[]): string {
  return quoteText(`$${segments.map((segment) => `.${JSON.stringify(segment)}`).join('')}`);
}
