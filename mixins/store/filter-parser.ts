import { type CompoundCondition, type Condition, FieldCondition, type FieldInstruction } from '@ucast/core';
import { $and, $nor, $not, $or, MongoQueryParser } from '@ucast/mongo';
import { parsePath } from './field-path.ts';
import {
  type FixedValues,
  isOperators,
  listHasNull,
  listHasStructure,
  type OperandKind,
  operandKind,
} from './filter-shape.ts';
import type { Filter } from './store.types.ts';

/** Stands in a parsed filter for the value at `index` of the shape's operands. */
export class Operand {
  readonly index: number;
  readonly kind: OperandKind;
  /** It is a list with null in it: then it also finds documents without a value. */
  readonly hasNull: boolean;
  /** It is a list with objects or lists in it. */
  readonly hasStructure: boolean;
  /** The value itself, when the shape is only for this one. */
  readonly fixed: { value: unknown } | null;

  constructor(index: number, value: unknown, fixed: boolean) {
    this.index = index;
    this.kind = operandKind(value);
    this.hasNull = listHasNull(value);
    this.hasStructure = listHasStructure(value);
    this.fixed = fixed ? { value } : null;
  }
}

/** What is asked of one field. */
export interface FieldTest {
  path: readonly string[];
  operator: 'eq' | 'ne' | 'in' | 'nin' | 'gt' | 'gte' | 'lt' | 'lte' | 'exists' | 'prefix' | 'contains';
  operand: Operand | boolean;
}

/** A parsed filter. `nor` and `not` hold when none of their parts does. */
export type Parsed = { all: Parsed[] } | { any: Parsed[] } | { none: Parsed[] } | { field: FieldTest };

/** The operands were checked by `shapeOf` and are placeholders here, so that ucast's own checks of values do not apply. */
const field: FieldInstruction = { type: 'field' };

const parser = new MongoQueryParser({
  $and,
  $or,
  $nor,
  $not,
  $eq: field,
  $ne: field,
  $in: field,
  $nin: field,
  $gt: field,
  $gte: field,
  $lt: field,
  $lte: field,
  $exists: field,
  $prefix: field,
  $contains: field,
});

/** Put in front of field names, because ucast takes "constructor" for an operator and "__proto__" would vanish. */
const MARK = '=';

/** Parses a filter that `shapeOf` accepted; the same for all filters of its shape. @throws store.invalidField */
export function parseFilter(filter: Filter, fixed: FixedValues): Parsed {
  return toParsed(parser.parse(template(filter, { next: 0, fixed })));
}

interface Placing {
  next: number;
  fixed: FixedValues;
}

/** The filter with placeholders for operands, numbered in the order in which `shapeOf` took them out. */
function template(filter: Filter, placing: Placing): Filter {
  const copy: Filter = {};
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$not') copy.$nor = [template(value as Filter, placing)];
    else if (name.startsWith('$')) copy[name] = (value as Filter[]).map((part) => template(part, placing));
    else copy[MARK + name] = isOperators(value) ? operatorsTemplate(name, value, placing) : place(name, value, placing);
  }
  return copy;
}

function operatorsTemplate(field: string, operators: Filter, placing: Placing): Filter {
  const copy: Filter = {};
  for (const [name, value] of Object.entries(operators)) {
    if (name === '$not') copy[name] = operatorsTemplate(field, value as Filter, placing);
    else copy[name] = name === '$exists' ? value : place(field, value, placing);
  }
  return copy;
}

function place(field: string, value: unknown, placing: Placing): Operand {
  return new Operand(placing.next++, value, placing.fixed(field, value));
}

function toParsed(condition: Condition): Parsed {
  if (condition instanceof FieldCondition) {
    const operator = condition.operator as FieldTest['operator'];
    return {
      field: {
        path: parsePath(condition.field.slice(MARK.length)),
        operator,
        operand: condition.value as Operand | boolean,
      },
    };
  }
  const parts = (condition as CompoundCondition).value.map(toParsed);
  if (condition.operator === 'and') return { all: parts };
  return condition.operator === 'or' ? { any: parts } : { none: parts };
}
