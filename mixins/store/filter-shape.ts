import { checkValue, isPlain } from './document-rules.ts';
import { storeErrors } from './store.errors.ts';
import type { Filter } from './store.types.ts';

/** A filter without its operands. */
export interface Shape {
  /** The same for filters that differ only in their operands: the key of what was parsed and compiled for one of them. */
  key: string;
  /** In the order in which they stand in the filter. */
  operands: unknown[];
  fixed: FixedValues;
}

/** Says which values of which fields are written into a statement, because an index is only for documents that have them. */
export type FixedValues = (field: string, value: unknown) => boolean;

const nothingFixed: FixedValues = () => false;

/** Bounds of one filter: it may come from a client. */
const MAX_NESTING = 12;
const MAX_OPERANDS = 500;
const MAX_LIST = 10_000;

type Describe = (field: string, operator: string, operand: unknown, shape: Shape, nesting: number) => void;

const comparison: Describe = (field, operator, operand, shape) => {
  const type = typeof operand;
  if (type !== 'string' && type !== 'number' && type !== 'boolean') {
    refuse(field, `"${operator}" takes text, a number or a boolean.`);
  }
  addOperand(field, operand, shape);
};

const text: Describe = (field, operator, operand, shape) => {
  if (typeof operand !== 'string') refuse(field, `"${operator}" takes text.`);
  addOperand(field, operand, shape);
};

const list: Describe = (field, operator, operand, shape) => {
  if (!Array.isArray(operand) || operand.length > MAX_LIST) refuse(field, `"${operator}" takes a list, not too long.`);
  checkOperand(field, operand);
  shape.key += `[${listHasNull(operand) ? 'n' : ''}${listHasStructure(operand) ? 's' : ''}]`;
  shape.operands.push(operand);
};

const operators: Record<string, Describe> = {
  $eq: (field, _operator, operand, shape) => addOperand(field, operand, shape),
  $ne: (field, _operator, operand, shape) => addOperand(field, operand, shape),
  $in: list,
  $nin: list,
  $gt: comparison,
  $gte: comparison,
  $lt: comparison,
  $lte: comparison,
  $prefix: text,
  $contains: text,
  $exists: (field, operator, operand, shape) => {
    if (typeof operand !== 'boolean') refuse(field, `"${operator}" takes a boolean.`);
    shape.key += operand;
  },
  $not: (field, operator, operand, shape, nesting) => {
    if (!isOperators(operand)) refuse(field, `"${operator}" takes operators.`);
    describeOperators(field, operand, shape, nesting + 1);
  },
};

/** Checks a filter and takes its operands out. @throws store.invalidFilter, store.invalidField, store.invalidDocument */
export function shapeOf(filter: Filter, fixed: FixedValues = nothingFixed): Shape {
  const shape: Shape = { key: '', operands: [], fixed };
  describeFilter(filter, shape, 0);
  return shape;
}

function describeFilter(filter: unknown, shape: Shape, nesting: number): void {
  if (!isFilter(filter)) refuse('', 'A filter is an object.');
  if (nesting > MAX_NESTING) refuse('', 'The filter is nested too deep.');
  shape.key += '{';
  for (const name of Object.keys(filter)) {
    if (name.charCodeAt(0) !== 36) describeField(name, filter[name], shape, nesting);
    else describeCompound(name, filter[name], shape, nesting);
  }
  shape.key += '}';
}

function describeCompound(name: string, inner: unknown, shape: Shape, nesting: number): void {
  shape.key += name;
  if (name === '$not') {
    describeFilter(inner, shape, nesting + 1);
    return;
  }
  if (name !== '$and' && name !== '$or') refuse(name, `There is no operator "${name}" here.`);
  if (!Array.isArray(inner) || inner.length === 0) refuse(name, `"${name}" takes a list of filters that is not empty.`);
  shape.key += '[';
  for (const part of inner) describeFilter(part, shape, nesting + 1);
  shape.key += ']';
}

function describeField(field: string, value: unknown, shape: Shape, nesting: number): void {
  // A quoted name cannot be taken for anything else in the key, whatever it holds.
  shape.key += JSON.stringify(field);
  if (isOperators(value)) describeOperators(field, value, shape, nesting);
  else addOperand(field, value, shape);
}

function describeOperators(field: string, value: Filter, shape: Shape, nesting: number): void {
  if (nesting > MAX_NESTING) refuse(field, 'The filter is nested too deep.');
  shape.key += '<';
  for (const name of Object.keys(value)) {
    const describe = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (describe === undefined) refuse(field, `"${name}" is not an operator for a field.`);
    shape.key += name;
    describe(field, name, value[name], shape, nesting);
  }
  shape.key += '>';
}

function addOperand(field: string, value: unknown, shape: Shape): void {
  if (shape.operands.length >= MAX_OPERANDS) refuse(field, 'The filter compares with too many values.');
  checkOperand(field, value);
  shape.key += shape.fixed(field, value) ? JSON.stringify(value) : operandKind(value);
  shape.operands.push(value);
}

function checkOperand(field: string, value: unknown): void {
  if (value === undefined) refuse(field, 'The value to compare with is undefined.');
  try {
    checkValue(value, field);
  } catch (error) {
    refuse(field, (error as Error).message);
  }
}

/** What type an operand has; comparisons hold only within one type. */
export type OperandKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'list';

export function operandKind(value: unknown): OperandKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value as OperandKind;
}

export function listHasNull(value: unknown): boolean {
  return Array.isArray(value) && value.includes(null);
}

export function listHasStructure(value: unknown): boolean {
  return Array.isArray(value) && value.some((element) => typeof element === 'object' && element !== null);
}

function isFilter(value: unknown): value is Filter {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value);
}

/** `{ $gt: 1 }` says how to compare; `{ a: 1 }` is a value to compare with. */
export function isOperators(value: unknown): value is Filter {
  return isFilter(value) && Object.keys(value).some((key) => key.charCodeAt(0) === 36);
}

function refuse(field: string, message: string): never {
  const name = field.toWellFormed().slice(0, 256);
  throw storeErrors.invalidFilter({ detail: message, errors: [{ field: name, code: 'filter', message }] });
}
