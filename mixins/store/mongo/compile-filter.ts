import type { Filter as MongoFilter } from 'mongodb';
import type { FieldTest, Parsed } from '../filter-parser.ts';
import { fieldName, type Stored } from './stored-document.ts';

export type Condition = MongoFilter<Stored>;

export const NOTHING: Condition = { $nor: [{}] };

/**
 * MongoDB's own form of a parsed filter. Every operand stands behind an operator, so that none can become one: what a caller
 * gives is a value whatever it looks like.
 */
export function compileFilter(parsed: Parsed, operands: readonly unknown[]): Condition {
  if ('field' in parsed) return compileTest(parsed.field, operands);
  if ('all' in parsed) return allOf(parsed.all.map((part) => compileFilter(part, operands)));
  if ('any' in parsed) return anyOf(parsed.any.map((part) => compileFilter(part, operands)));
  return { $nor: parsed.none.map((part) => compileFilter(part, operands)) };
}

export function allOf(conditions: readonly Condition[]): Condition {
  const narrowing = conditions.filter((condition) => Object.keys(condition).length > 0);
  return narrowing.length > 1 ? { $and: narrowing } : (narrowing[0] ?? {});
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length > 1 ? { $or: [...conditions] } : (conditions[0] ?? NOTHING);
}

/** A condition on one field; the name is checked, and computed keys make own properties whatever it is. */
export function onField(field: string, test: Record<string, unknown>): Condition {
  return { [field]: test } as Condition;
}

function compileTest({ path, operator, operand }: FieldTest, operands: readonly unknown[]): Condition {
  const field = fieldName(path);
  if (typeof operand === 'boolean') return onField(field, { $exists: operand });
  const value = operands[operand.index];
  if (operator === 'prefix') return onField(field, { $regex: `^${literally(value as string)}` });
  if (operator === 'contains') return onField(field, { $regex: literally(value as string), $options: 'i' });
  return onField(field, { [`$${operator}`]: value });
}

/** A pattern that means only this text. BSON ends a pattern at a null character, which is therefore written as an escape. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&').replaceAll('\0', '\\x00');
}
