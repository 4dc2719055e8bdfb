import { type Static, type TObject, type TProperties, type TSchema, Type } from './schema.ts';

const closed = { additionalProperties: false };

export type FilterOperator = 'eq' | 'ne' | 'in' | 'nin' | 'gt' | 'gte' | 'lt' | 'lte' | 'prefix' | 'contains';
type FilterValue = string | number | boolean;

/** `{ status: 'active' }` or, with an operator, `{ status: { in: ['active', 'disabled'] } }`. */
export type Filters = Record<string, FilterValue | { [O in FilterOperator]?: FilterValue | FilterValue[] }>;

/** How clients may filter by one field. */
export interface FilterField {
  value: TSchema;
  operators: readonly FilterOperator[];
  /** Brings a client's value into the form that is stored; undefined for a value that nothing can equal. */
  normalize?: (value: string) => string | undefined;
}

/** What clients may ask of one list. The parameters' schema and the query both come from it. */
export interface ListOptions {
  item: TObject;
  sortable: readonly string[];
  /** Used when the client does not say: ["-createdAt"]. */
  defaultSort: readonly string[];
  filterable: Record<string, FilterField>;
  /** Fields that `q` looks into. */
  searchable?: readonly string[];
  expandable?: readonly string[];
}

export interface ListParams {
  limit?: number;
  cursor?: string;
  sort?: string[];
  filter?: Filters;
  q?: string;
  fields?: string[];
  expand?: string[];
  count?: 'exact';
}

/** Free text, or a text that is stored in one certain form. */
export function textFilter(normalize?: FilterField['normalize']): FilterField {
  const value = Type.String({ minLength: 1, maxLength: 200 });
  return { value, operators: ['eq', 'ne', 'in', 'nin', 'prefix', 'contains'], normalize };
}

/** One of few words, or a list of words where one has to match. */
export function choiceFilter(choices?: readonly string[]): FilterField {
  const value = choices ? Type.Enum([...choices]) : Type.String({ minLength: 1, maxLength: 200 });
  return { value, operators: ['eq', 'ne', 'in', 'nin'] };
}

/** A moment in ISO 8601, in any time zone. */
export function timeFilter(): FilterField {
  const value = Type.String({ format: 'date-time' });
  return { value, operators: ['gt', 'gte', 'lt', 'lte'], normalize: (time) => toUtc(time) };
}

function toUtc(time: string): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Parameters of every list that is read page by page. */
export const pageParams = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Items a page.' })),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, description: 'nextCursor of the page before; opaque.' }),
  ),
};

/** Schema of a list's query parameters; `extra` are those that only this list has. */
export function listParams<E extends TProperties = Record<never, never>>(options: ListOptions, extra?: E) {
  const { sortable, filterable, searchable, expandable, item } = options;
  const sortKeys = sortable.flatMap((field) => [field, `-${field}`]);
  const properties = {
    ...pageParams,
    sort: Type.Optional(listOfChoices(sortKeys, 'Fields to sort by, "-" in front for downwards.')),
    filter: Type.Optional(filterSchema(filterable)),
    q: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: `Searched in ${searchable?.join(', ')}.` }),
    ),
    fields: Type.Optional(listOfChoices(Object.keys(item.properties), 'Only these fields of each item (and its id).')),
    expand: Type.Optional(listOfChoices(expandable ?? [], 'Related objects to include.')),
    count: Type.Optional(Type.Enum(['exact'], { description: 'Also count all that match, as meta.total.' })),
  };
  const absent = [searchable ?? 'q', expandable ?? 'expand'];
  const present = Object.fromEntries(Object.entries(properties).filter(([name]) => !absent.includes(name)));
  return Type.Object({ ...(present as typeof properties), ...(extra as E) }, closed);
}

/** Answer of a list. `fields` leaves out what was not asked for, so that only the id is sure to be there. */
export function listOf<T extends TObject>(item: T) {
  const narrowed = Type.Unsafe<Static<T>>({ ...item, required: 'id' in item.properties ? ['id'] : [] });
  return Type.Object({
    data: Type.Array(narrowed),
    meta: Type.Object({
      nextCursor: Type.Union([Type.String(), Type.Null()]),
      total: Type.Optional(Type.Integer()),
    }),
  });
}

function listOfChoices(choices: readonly string[], description: string) {
  return Type.Array(Type.Enum([...choices]), { minItems: 1, maxItems: 50, uniqueItems: true, description });
}

function filterSchema(filterable: Record<string, FilterField>) {
  const fields = Object.entries(filterable).map(([name, field]) => [name, Type.Optional(fieldSchema(field))]);
  return Type.Unsafe<Filters>(
    Type.Object(Object.fromEntries(fields), {
      ...closed,
      description: 'filter[field]=value or filter[field][op]=value.',
    }),
  );
}

function fieldSchema({ value, operators }: FilterField): TSchema {
  const operands = operators.map((operator) => {
    const isList = operator === 'in' || operator === 'nin';
    return [operator, Type.Optional(isList ? Type.Array(value, { minItems: 1, maxItems: 100 }) : value)];
  });
  return Type.Union([value, Type.Object(Object.fromEntries(operands), { ...closed, minProperties: 1 })]);
}
