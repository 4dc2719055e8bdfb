import { seal, unseal } from '../../lib/secret.ts';
import type { SubjectKey } from './subject-keys.ts';

/** Where a sealed value belongs. Part of the seal: a value that is moved to another event or field does not open there. */
export interface SealContext {
  aggregate: string;
  stream: string;
  version: number;
}

type Fields = Record<string, unknown>;

/**
 * Seals the values at `paths` (dotted) in place and answers where sealed values now stand. A path through a list means every
 * element; a path that ends early (text where an object is expected) seals what is there: nothing named stays readable.
 */
export function sealValues(data: Fields, paths: readonly string[], key: SubjectKey, context: SealContext): string[] {
  const places = outermost(paths.flatMap((path) => placesOf(data, path.split('.'), '')));
  for (const place of places) {
    const value = key === 'erased' ? null : sealValue(key, valueAt(data, place), context, `data.${place}`);
    replaceAt(data, place, value);
  }
  return key === 'erased' ? [] : places;
}

/** Opens in place what `sealValues` sealed; values of an erased subject become null. */
export function openValues(data: Fields, places: readonly string[], key: SubjectKey, context: SealContext): void {
  for (const place of places) {
    const sealed = valueAt(data, place);
    replaceAt(data, place, key === 'erased' ? null : openValue(key, String(sealed), context, `data.${place}`));
  }
}

export function sealValue(key: Buffer, value: unknown, context: SealContext, field: string): string {
  return seal(key, JSON.stringify(value), additionalData(context, field));
}

export function openValue(key: Buffer, sealed: string, context: SealContext, field: string): unknown {
  return JSON.parse(unseal(key, sealed, additionalData(context, field)));
}

/** As JSON, so that no two different contexts have the same text. */
function additionalData({ aggregate, stream, version }: SealContext, field: string): string {
  return JSON.stringify([aggregate, stream, version, field]);
}

function placesOf(value: unknown, path: readonly string[], place: string): string[] {
  if (value === null || value === undefined) return [];
  if (path.length === 0 || typeof value !== 'object') return [place];
  const [field, ...rest] = path as [string, ...string[]];
  const steps = Array.isArray(value) ? value.map((_, index) => String(index)) : [field];
  const remaining = Array.isArray(value) ? path : rest;
  return steps.flatMap((step) =>
    Object.hasOwn(value, step) ? placesOf((value as Fields)[step], remaining, place ? `${place}.${step}` : step) : [],
  );
}

/** Each place once, and none inside another: "profile" seals "profile.phone" too. */
function outermost(places: readonly string[]): string[] {
  return [...new Set(places)].filter((place) => !places.some((other) => place.startsWith(`${other}.`)));
}

function valueAt(data: Fields, place: string): unknown {
  return place.split('.').reduce<unknown>((value, step) => (value as Fields)[step], data);
}

function replaceAt(data: Fields, place: string, value: unknown): void {
  const steps = place.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce<unknown>((object, step) => (object as Fields)[step], data) as Fields;
  parent[last] = value;
}
