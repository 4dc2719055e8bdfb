import { compareValues, sameValue } from './compare-values.ts';
import { checkValue } from './document-rules.ts';
import { parsePath } from './field-path.ts';
import { storeErrors } from './store.errors.ts';
import type { Changes } from './store.types.ts';

type Json = Record<string, unknown>;

/** What an operator makes of the field's present value (undefined: missing); undefined takes the field away. */
type Operator = (current: unknown, operand: unknown, field: string) => unknown;

const operators: Record<keyof Changes, Operator> = {
  $set: (_current, operand) => operand,
  $unset: () => undefined,
  $inc: (current, operand, field) => {
    if (current === undefined) return operand;
    if (typeof current !== 'number') refuse(field, 'does not hold a number');
    return current + (operand as number);
  },
  $push: (current, operand, field) => [...listOf(current, field), operand],
  $addToSet: (current, operand, field) => {
    const list = listOf(current, field);
    return list.some((element) => sameValue(element, operand)) ? list : [...list, operand];
  },
  $pull: (current, operand, field) =>
    current === undefined ? undefined : listOf(current, field).filter((element) => !sameValue(element, operand)),
  $min: (current, operand) => (current === undefined || compareValues(operand, current) < 0 ? operand : current),
  $max: (current, operand) => (current === undefined || compareValues(operand, current) > 0 ? operand : current),
};

function listOf(current: unknown, field: string): readonly unknown[] {
  if (current === undefined) return [];
  if (!Array.isArray(current)) refuse(field, 'does not hold a list');
  return current;
}

function refuse(field: string, message: string): never {
  const detail = `The field "${field.toWellFormed().slice(0, 256)}" ${message}.`;
  throw storeErrors.invalidChanges({ detail, errors: [{ field, code: 'change', message: detail }] });
}

interface Step {
  field: string;
  path: string[];
  operator: Operator;
  operand: unknown;
  /** Taking away from what is not there makes no objects on the way. */
  creates: boolean;
}

/** Changes that were checked: can be applied to any number of documents. */
export interface ChangePlan {
  steps: readonly Step[];
}

/**
 * Checks changes and brings them into steps. A `$set` of undefined is left out, as JSON leaves it out.
 * @throws store.invalidChanges, store.invalidField, store.invalidDocument
 */
export function planChanges(changes: Changes): ChangePlan {
  const steps: Step[] = [];
  for (const name of Object.keys(changes)) {
    if (!Object.hasOwn(operators, name)) refuse(name, 'is not an operator for changes');
    const key = name as keyof Changes;
    for (const [field, operand] of Object.entries(changes[key] ?? {})) {
      if (operand === undefined && key === '$set') continue;
      checkOperand(key, field, operand);
      const creates = key !== '$unset' && key !== '$pull';
      steps.push({ field, path: parsePath(field), operator: operators[key], operand, creates });
    }
  }
  refuseConflicts(steps);
  return { steps };
}

/** Changes of a document that may not be there: then they begin from one with these fields. */
export interface UpsertPlan {
  onUpdate: ChangePlan;
  onInsert: ChangePlan;
}

/** @throws as `planChanges`; a field cannot be in both. */
export function planUpsert(changes: Changes, setOnInsert: Record<string, unknown> = {}): UpsertPlan {
  const onUpdate = planChanges(changes);
  const steps = [...planChanges({ $set: setOnInsert }).steps, ...onUpdate.steps];
  refuseConflicts(steps);
  return { onUpdate, onInsert: { steps } };
}

function checkOperand(operator: keyof Changes, field: string, operand: unknown): void {
  if (operand === undefined) refuse(field, 'has no value');
  if (operator === '$inc' && !(typeof operand === 'number' && Number.isFinite(operand))) {
    refuse(field, 'can only be raised by a number');
  }
  checkValue(operand, field);
}

/** Two changes of one place have no order between them, so that the result would be open. */
function refuseConflicts(steps: readonly Step[]): void {
  const places = new Set<string>();
  for (const { field, path } of steps) {
    if (path[0] === 'id' || path[0] === 'version') refuse(field, 'is kept by the store itself');
    if (places.has(field)) refuse(field, 'is changed twice');
    places.add(field);
  }
  for (const { field, path } of steps) {
    for (let length = 1; length < path.length; length++) {
      if (places.has(path.slice(0, length).join('.'))) refuse(field, 'is changed together with what holds it');
    }
  }
}

/** A changed copy; what did not change is shared with the document. @throws store.invalidChanges */
export function applyChanges<T extends object>(document: T, plan: ChangePlan): T {
  const changed = { ...document };
  for (const step of plan.steps) applyStep(changed as Json, step);
  return changed;
}

function applyStep(root: Json, step: Step): void {
  let place = root;
  for (let i = 0; i < step.path.length - 1; i++) {
    const key = step.path[i] as string;
    const inner = Object.hasOwn(place, key) ? place[key] : undefined;
    if (!isObject(inner) && !step.creates) return;
    if (inner !== undefined && !isObject(inner)) refuse(step.field, `reaches into "${key}", which is not an object`);
    const copy = { ...inner };
    place[key] = copy;
    place = copy;
  }
  const key = step.path.at(-1) as string;
  const value = step.operator(Object.hasOwn(place, key) ? place[key] : undefined, step.operand, step.field);
  if (value === undefined) delete place[key];
  else if (typeof value === 'number' && !Number.isFinite(value)) refuse(step.field, 'would grow beyond all numbers');
  else place[key] = value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
