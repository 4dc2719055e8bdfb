import { DocumentRules } from '../document-rules.ts';
import { parsePath, valueAt } from '../field-path.ts';
import { type FixedValues, type Shape, shapeOf } from '../filter-shape.ts';
import type { CollectionDefinition, Document, Filter, IndexDefinition } from '../store.types.ts';
import { keyAt } from './order-key.ts';
import { quoteName } from './sql.ts';

/** One collection as a table: the document as JSON text beside its id and version. */
export class Table {
  readonly name: string;
  readonly indexes: readonly IndexDefinition[];
  readonly rules: DocumentRules;
  /** Quoted, for SQL. */
  readonly sqlName: string;
  /** Fields that hold lists of which the elements are indexed. */
  readonly elementFields: readonly string[];
  readonly expires: readonly string[] | null;
  readonly #singleValued: ReadonlySet<string>;
  readonly #isFixed: FixedValues;

  constructor(definition: CollectionDefinition) {
    this.name = definition.name;
    this.indexes = indexesOf(definition);
    this.elementFields = (definition.indexes ?? []).filter(isByElements).flatMap(({ fields }) => fields);
    this.rules = new DocumentRules(definition);
    this.sqlName = quoteName(definition.name);
    this.expires = definition.expires === undefined ? null : parsePath(definition.expires);
    const pairs = this.indexes.flatMap(({ where = {} }) => Object.entries(where));
    const fixed = new Set(pairs.map(([field, value]) => JSON.stringify([field, value])));
    this.#isFixed = (field, value) => fixed.size > 0 && fixed.has(JSON.stringify([field, value]));
    this.#singleValued = new Set([...this.rules.singleValued, 'id', 'version']);
  }

  /** Whether this path never meets a list, so that one comparison (and an index) decides. */
  isSingleValued(path: readonly string[]): boolean {
    return this.#singleValued.has(path.join('.'));
  }

  /** Whether the elements of the list at this path are indexed. */
  hasElements(path: readonly string[]): boolean {
    return this.elementFields.includes(path.join('.'));
  }

  /** A filter's shape; values that a partial index is about stand in the statement, else SQLite would not use that index. */
  shapeOf(filter: Filter): Shape {
    return shapeOf(filter, this.#isFixed);
  }

  /** A document past its time is gone to every reader, also before it is removed. */
  isAlive(document: Document): boolean {
    if (this.expires === null) return true;
    const time = valueAt(document, this.expires) as string | null | undefined;
    return time === null || time === undefined || time > new Date().toISOString();
  }

  /** Whether every document has a value here. */
  alwaysHas(path: readonly string[]): boolean {
    return path.length === 1 && (path[0] === 'id' || path[0] === 'version');
  }

  /** SQL of the order key of a field. */
  key(path: readonly string[]): string {
    return this.alwaysHas(path) ? (path[0] as string) : keyAt('doc', path);
  }
}

/** The removal of what has expired needs an index of its own. */
function indexesOf({ indexes = [], expires }: CollectionDefinition): readonly IndexDefinition[] {
  const plain = indexes.filter((index) => !isByElements(index));
  return expires === undefined ? plain : [...plain, { fields: [expires] }];
}

function isByElements(index: IndexDefinition): boolean {
  return index.elements === true;
}
