import { LRUCache } from 'lru-cache';
import { type Parsed, parseFilter } from '../filter-parser.ts';
import { shapeOf } from '../filter-shape.ts';
import { withSearch } from '../search.ts';
import type { Filter, FindOptions } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { allOf, type Condition, compileFilter, onField } from './compile-filter.ts';
import { fieldName } from './stored-document.ts';

/** A filter that was checked, and what MongoDB is asked for it. */
export interface Question {
  filter: Filter;
  condition: Condition;
}

/** Parsed filters, by their shape: those that differ only in their operands share one. */
const parsed = new LRUCache<string, Parsed>({ max: 1000 });

/** @throws store.invalidFilter, store.invalidField */
export function ask(plan: CollectionPlan, query?: Filter, search?: FindOptions['search']): Question {
  const filter = withSearch(query, search);
  return { filter, condition: allOf([conditionOf(filter), alive(plan)]) };
}

export function conditionOf(filter: Filter): Condition {
  const shape = shapeOf(filter);
  let form = parsed.get(shape.key);
  if (form === undefined) {
    form = parseFilter(filter, shape.fixed);
    parsed.set(shape.key, form);
  }
  return compileFilter(form, shape.operands);
}

function alive({ expires }: CollectionPlan): Condition {
  if (expires === null) return {};
  const field = fieldName(expires);
  return { $or: [onField(field, { $eq: null }), onField(field, { $gt: new Date().toISOString() })] };
}

/** Those that are past their time. */
export function expired(expires: readonly string[]): Condition {
  return onField(fieldName(expires), { $gte: '', $lte: new Date().toISOString() });
}
