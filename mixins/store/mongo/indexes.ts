import { createHash } from 'node:crypto';
import type { IndexDescription } from 'mongodb';
import { parsePath } from '../field-path.ts';
import type { Filter, IndexDefinition } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { allOf, type Condition, onField } from './compile-filter.ts';
import { conditionOf } from './conditions.ts';
import { fieldName } from './stored-document.ts';

export interface IndexPlan {
  description: IndexDescription & { name: string };
  definition: IndexDefinition;
}

/** Of other names are indexes that an operator has made: they stay. */
export const OURS = /^site11_/;

/** A value of any type but null: what makes a document one that can be a duplicate. */
const HAS_VALUE = { $type: ['number', 'string', 'bool', 'object'] };

/** The indexes that the collection is to have. */
export function indexPlans({ definition }: CollectionPlan): IndexPlan[] {
  const { indexes = [], expires } = definition;
  const all = expires === undefined ? indexes : [...indexes, { fields: [expires] }];
  return all.flatMap((index) => (index.unique ? [uniquePlan(index), plainPlan(index)] : [plainPlan(index)]));
}

/**
 * Holds unique only the documents that have all the values, which MongoDB would otherwise take for null. It is therefore of no
 * use to most reads, which the plain index on the same fields serves.
 */
function uniquePlan(definition: IndexDefinition): IndexPlan {
  const { fields, where } = definition;
  const present = fields.map(pathOf).filter((field) => field !== '_id' && field !== 'version');
  const condition = allOf([...present.map((field) => onField(field, HAS_VALUE)), conditionsOf(where)]);
  return planOf(definition, fields.map(pathOf), condition, true);
}

/** The id makes the order of an index total, so that a page is read from it without sorting. */
function plainPlan(definition: IndexDefinition): IndexPlan {
  const { fields, where, elements = false } = definition;
  const names = fields.map(pathOf);
  const keys = elements || names.includes('_id') ? names : [...names, '_id'];
  return planOf(definition, keys, conditionsOf(where), false);
}

function planOf(definition: IndexDefinition, keys: string[], condition: Condition, unique: boolean): IndexPlan {
  const content = {
    key: new Map(keys.map((key) => [key, 1 as const])),
    ...(unique && { unique }),
    ...(Object.keys(condition).length > 0 && { partialFilterExpression: condition }),
  };
  return { definition, description: { ...content, name: nameOf(keys, condition, unique) } };
}

/** The name says what the index is, so that a changed definition is another index. */
function nameOf(...content: unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  return `site11_${hash}`;
}

function conditionsOf(where: Filter | undefined): Condition {
  return where === undefined ? {} : conditionOf(where);
}

function pathOf(field: string): string {
  return fieldName(parsePath(field));
}
