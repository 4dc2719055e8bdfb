import { keyFault, parsePath, RESERVED, valueAt } from './field-path.ts';
import { storeErrors } from './store.errors.ts';
import type { CollectionDefinition } from './store.types.ts';

/** MongoDB's own limits, held by every store so that a document that fits one fits the other. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_ID_LENGTH = 256;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Names that were looked at: nearly all documents have the same few. */
const goodKeys = new Set<string>();
const MAX_GOOD_KEYS = 5000;

interface Fault {
  path: string;
  message: string;
}

/** @throws store.invalidDocument for a value that JSON, SQLite or MongoDB would keep as something else or not at all. */
export function checkValue(value: unknown, field: string): void {
  const fault = faultOf(value, 1);
  if (fault !== null) refuse(field === '' ? fault.path.slice(1) : `${field}${fault.path}`, fault.message);
}

function faultOf(value: unknown, depth: number): Fault | null {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? null : { path: '', message: 'is not valid Unicode text' };
    case 'number':
      return Number.isFinite(value) ? null : { path: '', message: 'is not a finite number' };
    case 'boolean':
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : objectFault(value, depth);
    default:
      return { path: '', message: `is a ${typeof value}, which cannot be stored` };
  }
}

function objectFault(value: object, depth: number): Fault | null {
  if (depth > MAX_DEPTH) return { path: '', message: `is nested more than ${MAX_DEPTH} levels deep` };
  if (Array.isArray(value)) return arrayFault(value, depth);
  if (!isPlain(value)) return { path: '', message: 'is not a plain object' };
  for (const key of Object.keys(value)) {
    if (!goodKeys.has(key)) {
      const wrong = key.includes('.') ? 'contains a dot' : keyFault(key);
      if (wrong !== null) return { path: `.${key}`, message: `has a name that ${wrong}` };
      if (goodKeys.size < MAX_GOOD_KEYS) goodKeys.add(key);
    }
    const fault = faultOf((value as Record<string, unknown>)[key], depth + 1);
    if (fault !== null) return { path: `.${key}${fault.path}`, message: fault.message };
  }
  return null;
}

function arrayFault(values: readonly unknown[], depth: number): Fault | null {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const fault = value === undefined ? { path: '', message: 'is undefined' } : faultOf(value, depth + 1);
    if (fault !== null) return { path: `.${i}${fault.path}`, message: fault.message };
  }
  return null;
}

/** True of objects from any realm: a prototype that has none itself is some realm's Object.prototype. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(path: string, message: string): never {
  const field = path.toWellFormed().slice(0, 256);
  const detail = `The field "${field}" ${message}.`;
  throw storeErrors.invalidDocument({ detail, errors: [{ field, code: 'value', message: detail }] });
}

/** What every document of one collection keeps to. */
export class DocumentRules {
  /** Fields that hold one value and never a list: those of plain indexes, so that an index finds all that match. */
  readonly singleValued: readonly string[];
  readonly #singleValuedPaths: readonly string[][];
  /** Objects on the way to a list of which the elements are indexed. */
  readonly #waysToLists: readonly string[][];
  readonly #expires: string[] | null;

  constructor(definition: CollectionDefinition) {
    const indexed = (definition.indexes ?? []).flatMap((index) => (index.elements ? [] : index.fields));
    const lists = (definition.indexes ?? []).flatMap((index) => (index.elements ? index.fields : []));
    const partial = (definition.indexes ?? []).flatMap((index) => Object.keys(index.where ?? {}));
    const expires = definition.expires === undefined ? [] : [definition.expires];
    this.singleValued = [...new Set([...indexed, ...partial.filter((key) => !key.startsWith('$')), ...expires])];
    this.#singleValuedPaths = this.singleValued.map(parsePath);
    this.#waysToLists = lists.map((field) => parsePath(field).slice(0, -1));
    this.#expires = definition.expires === undefined ? null : parsePath(definition.expires);
  }

  /** @throws store.invalidDocument */
  check(document: Record<string, unknown>): void {
    const { id, version } = document;
    if (typeof id !== 'string' || id === '' || id.length > MAX_ID_LENGTH) refuse('id', 'is not a usable id');
    if (!Number.isSafeInteger(version) || (version as number) < 1) refuse('version', 'is not a whole number from 1');
    for (const name of RESERVED) if (Object.hasOwn(document, name)) refuse(name, 'is kept by the store itself');
    checkValue(document, '');
    this.checkFields(document);
  }

  /** The part of `check` that depends on more than one value: also after a change. */
  checkFields(document: Record<string, unknown>): void {
    for (const path of this.#singleValuedPaths) {
      if (meetsArray(document, path)) refuse(path.join('.'), 'is indexed and holds one value, not a list');
    }
    for (const path of this.#waysToLists) {
      if (meetsArray(document, path)) refuse(path.join('.'), 'holds an indexed list and cannot be a list itself');
    }
    if (this.#expires === null) return;
    const time = valueAt(document, this.#expires) ?? null;
    if (time !== null && !(typeof time === 'string' && ISO_TIME.test(time))) {
      refuse(this.#expires.join('.'), 'is not an ISO 8601 time in UTC with milliseconds');
    }
  }
}

function meetsArray(document: unknown, path: readonly string[]): boolean {
  let value = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return false;
    value = (value as Record<string, unknown>)[segment];
    if (Array.isArray(value)) return true;
  }
  return false;
}

/** The stored text of a document that was checked. @throws store.invalidDocument when it is too large. */
export function serialise(document: Record<string, unknown>): string {
  const text = JSON.stringify(document);
  if (text.length > MAX_LENGTH) throw storeErrors.invalidDocument({ detail: 'The document is larger than 16 MB.' });
  return text;
}
