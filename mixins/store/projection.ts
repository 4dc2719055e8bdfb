import { parsePath } from './field-path.ts';

interface Tree {
  [key: string]: Tree | true;
}

/** Answers a document with only some of its fields. */
export type Projection = (document: Record<string, unknown>) => Record<string, unknown>;

/**
 * A projection on fields and the id; dotted paths reach into objects, and into the objects of a list. None for all fields.
 * @throws store.invalidField
 */
export function projection(fields: readonly string[] | undefined): Projection | null {
  if (fields === undefined) return null;
  const tree: Tree = { id: true };
  for (const field of fields) addPath(tree, parsePath(field));
  return (document) => pick(document, tree);
}

function addPath(tree: Tree, path: readonly string[]): void {
  let branch = tree;
  for (const [i, key] of path.entries()) {
    const inner = Object.hasOwn(branch, key) ? branch[key] : undefined;
    if (inner === true) return;
    if (i === path.length - 1) branch[key] = true;
    else if (inner === undefined) branch[key] = {};
    if (i < path.length - 1) branch = branch[key] as Tree;
  }
}

function pick(document: Record<string, unknown>, tree: Tree): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const key of Object.keys(tree)) {
    if (!Object.hasOwn(document, key)) continue;
    const inner = tree[key] as Tree | true;
    const value = inner === true ? document[key] : pickInside(document[key], inner);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

function pickInside(value: unknown, tree: Tree): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return pick(value as Record<string, unknown>, tree);
  return value.map((element) => pickInside(element, tree)).filter((element) => element !== undefined);
}
