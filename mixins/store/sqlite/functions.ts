import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Makes SQL's `contains_text(value, text)`: a substring whatever the case of letters, in all alphabets (SQLite's own knows ASCII). */
export function addFunctions(database: DatabaseSync): void {
  let text: SQLOutputValue = null;
  let pattern = /(?:)/;
  database.function('contains_text', { deterministic: true, directOnly: true }, (value, wanted) => {
    if (typeof value !== 'string') return 0;
    if (wanted !== text) {
      text = wanted;
      // The "u" flag compares by Unicode's simple case folding, as MongoDB's PCRE does.
      pattern = new RegExp(String(wanted).replace(SYNTAX, '\\$&'), 'iu');
    }
    return pattern.test(value) ? 1 : 0;
  });
}
