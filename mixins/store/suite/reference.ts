import { compareValues, sameValue } from '../compare-values.ts';
import type { Filter } from '../store.types.ts';

const MISSING = Symbol('missing');

/** What a filter means, in a few lines of JavaScript over one document: MongoDB's meaning, as its manual has it. */
export function matches(document: object, filter: Filter): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === '$and') return (value as Filter[]).every((part) => matches(document, part));
    if (name === '$or') return (value as Filter[]).some((part) => matches(document, part));
    if (name === '$not') return !matches(document, value as Filter);
    return fieldMatches(endpoints(document, name.split('.')), value);
  });
}

function fieldMatches(ends: unknown[], condition: unknown): boolean {
  if (!isOperators(condition)) return equals(ends, condition);
  return Object.entries(condition).every(([operator, operand]) => {
    if (operator === '$not') return !fieldMatches(ends, operand);
    if (operator === '$exists') return ends.some((end) => end !== MISSING) === operand;
    if (operator === '$eq') return equals(ends, operand);
    if (operator === '$ne') return !equals(ends, operand);
    if (operator === '$in') return (operand as unknown[]).some((value) => equals(ends, value));
    if (operator === '$nin') return !(operand as unknown[]).some((value) => equals(ends, value));
    return values(ends).some((value) => compares(operator, value, operand));
  });
}

function isOperators(value: unknown): value is Filter {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('$'));
}

/** The values at the ends of a path, which forks in lists of objects. */
function endpoints(value: object, [head, ...rest]: string[]): unknown[] {
  const next = head !== undefined && Object.hasOwn(value, head) ? (value as Filter)[head] : MISSING;
  if (rest.length === 0) return [next];
  if (Array.isArray(next)) return next.filter(isObject).flatMap((element) => endpoints(element, rest));
  return isObject(next) ? endpoints(next, rest) : [MISSING];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list stands for itself and for each of its elements. */
function values(ends: unknown[]): unknown[] {
  return ends.flatMap((end) => (Array.isArray(end) ? [end, ...end] : [end]));
}

function equals(ends: unknown[], operand: unknown): boolean {
  return values(ends).some((value) => sameValue(value === MISSING ? null : value, operand));
}

function compares(operator: string, value: unknown, operand: unknown): boolean {
  if (typeof value !== typeof operand) return false;
  if (operator === '$prefix') return (value as string).startsWith(operand as string);
  if (operator === '$contains') return (value as string).toLowerCase().includes((operand as string).toLowerCase());
  const order = compareValues(value, operand);
  if (operator === '$gt') return order > 0;
  if (operator === '$gte') return order >= 0;
  return operator === '$lt' ? order < 0 : order <= 0;
}
