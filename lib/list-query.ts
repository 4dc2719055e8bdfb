import { commonErrors, type FieldError } from './errors.ts';
import type { FilterField, FilterOperator, ListOptions, ListParams } from './list-contract.ts';

/** A page as a collection of the store is asked for it. */
export interface PageRequest {
  query: Record<string, unknown>;
  search?: { text: string; fields: readonly string[] };
  sort: readonly string[];
  limit: number;
  cursor?: string;
  fields?: readonly string[];
}

interface PageSource<T> {
  page(request: PageRequest): Promise<{ data: T[]; nextCursor: string | null }>;
  count(request: Pick<PageRequest, 'query' | 'search'>): Promise<number>;
}

/** Listed here one by one: what a client sends never becomes an operator by itself. */
const OPERATORS: Record<FilterOperator, string> = {
  eq: '$eq',
  ne: '$ne',
  in: '$in',
  nin: '$nin',
  gt: '$gt',
  gte: '$gte',
  lt: '$lt',
  lte: '$lte',
  prefix: '$prefix',
  contains: '$contains',
};

/**
 * What a client asked of a list, as a query of the store.
 * @throws common.invalid (422) for what the list does not offer, also when nothing validated the parameters before.
 */
export function toPageRequest(params: ListParams, options: ListOptions): PageRequest {
  const { limit = 20, cursor, q, fields } = params;
  if (q !== undefined && options.searchable === undefined) throw invalid('q', 'unknown', 'is not known here');
  return {
    query: toQuery(params.filter ?? {}, options.filterable),
    sort: toSort(params.sort ?? options.defaultSort, options.sortable),
    limit,
    ...(cursor !== undefined && { cursor }),
    ...(q !== undefined && { search: { text: q, fields: options.searchable ?? [] } }),
    ...(fields !== undefined && { fields: toFields(fields, options) }),
  };
}

/** Reads the page, and how many there are in all where the client asked for it. */
export async function answerList<T, R>(
  source: PageSource<T>,
  request: PageRequest,
  params: ListParams,
  toItem: (document: T) => R,
): Promise<{ data: R[]; meta: { nextCursor: string | null; total?: number } }> {
  const { query, search } = request;
  const [page, total] = await Promise.all([
    source.page(request),
    params.count === 'exact' ? source.count({ query, search }) : undefined,
  ]);
  return {
    data: page.data.map(toItem),
    meta: { nextCursor: page.nextCursor, ...(total !== undefined && { total }) },
  };
}

function toSort(sort: readonly string[], sortable: readonly string[]): readonly string[] {
  const fields = sort.map((key) => (key.startsWith('-') ? key.slice(1) : key));
  for (const [index, field] of fields.entries()) {
    if (!sortable.includes(field)) throw invalid('sort', 'enum', `cannot be by ${field}`);
    if (fields.indexOf(field) !== index) throw invalid('sort', 'uniqueItems', `must not name ${field} twice`);
  }
  return sort;
}

function toFields(fields: readonly string[], { item }: ListOptions): readonly string[] {
  const unknown = fields.find((field) => !Object.hasOwn(item.properties, field));
  if (unknown !== undefined) throw invalid('fields', 'enum', `does not know ${unknown}`);
  return fields;
}

function toQuery(filters: object, filterable: ListOptions['filterable']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filters).map(([name, wanted]) => {
      const field = Object.hasOwn(filterable, name) ? filterable[name] : undefined;
      if (field === undefined) throw invalid(`filter.${name}`, 'unknown', 'is not known here');
      return [name, toCondition(name, wanted, field)];
    }),
  );
}

function toCondition(name: string, wanted: unknown, field: FilterField): Record<string, unknown> {
  const operands = typeof wanted === 'object' && wanted !== null ? wanted : { eq: wanted };
  return Object.fromEntries(
    Object.entries(operands).map(([operator, operand]) => {
      const place = `filter.${name}.${operator}`;
      if (!field.operators.includes(operator as FilterOperator)) throw invalid(place, 'unknown', 'is not known here');
      const value = Array.isArray(operand)
        ? operand.map((one) => toStored(place, one, field))
        : toStored(place, operand, field);
      return [OPERATORS[operator as FilterOperator], value];
    }),
  );
}

function toStored(place: string, value: unknown, { normalize }: FilterField): unknown {
  if (typeof value === 'object') throw invalid(place, 'type', 'must be a plain value');
  if (normalize === undefined) return value;
  const stored = normalize(String(value));
  if (stored === undefined) throw invalid(place, 'format', 'cannot be a value of this field');
  return stored;
}

function invalid(field: string, code: string, message: string) {
  const fault: FieldError = { field, code, message };
  return commonErrors.invalid({ errors: [fault] });
}
