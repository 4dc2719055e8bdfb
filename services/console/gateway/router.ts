import FindMyWay, { type HTTPMethod } from 'find-my-way';
import type { ActionSchema } from 'moleculer';
import type { PublishedContract } from '../../../lib/contract.ts';
import { createSerializer, type Serializer } from '../../../lib/serializer.ts';
import { createQueryReader, type QueryReader } from './query-reader.ts';

/** All that is known of one route before a request comes. */
export interface Route {
  method: string;
  /** Template: "/api/v1/users/:id". */
  path: string;
  action: string;
  contract: PublishedContract;
  serialize: Serializer;
  readQuery: QueryReader;
}

export interface RouteSource {
  method: string;
  path: string;
  action: ActionSchema & { name?: string; contract?: PublishedContract };
}

interface Entry {
  source: RouteSource;
  route: Route;
}

/** The routing table: a radix tree, built anew when services come or go. What did not change is not compiled again. */
export class Router {
  #routes = new Map<string, Entry>();
  #tree = newTree();

  /**
   * Takes over what is published now. One service's unusable route must not take all others with it.
   * @returns what is wrong with routes that cannot be used.
   */
  update(sources: readonly RouteSource[]): string[] {
    const routes = new Map<string, Entry>();
    for (const source of sources) {
      // A later version may call the same parameter by another name: to the tree it is the same path.
      const key = `${source.method} ${source.path.replaceAll(/:\w+/g, ':')}`;
      const known = this.#routes.get(key);
      const isKnown = known !== undefined && fingerprint(known.source) === fingerprint(source);
      routes.set(key, isKnown ? known : { source, route: compile(source) });
    }
    const tree = newTree();
    const faults: string[] = [];
    for (const [key, { route }] of routes) {
      try {
        tree.on(route.method as HTTPMethod, route.path, () => undefined, route);
      } catch (error) {
        routes.delete(key);
        faults.push(`${route.method} ${route.path} of ${route.action}: ${(error as Error).message}`);
      }
    }
    this.#routes = routes;
    this.#tree = tree;
    return faults;
  }

  /** HEAD is answered by GET's route. Null for an unknown path, for another method and for malformed percent-encoding. */
  find(method: string, path: string): { route: Route; params: Record<string, string | undefined> } | null {
    const found = this.#tree.find((method === 'HEAD' ? 'GET' : method) as HTTPMethod, path);
    return found?.store ? { route: found.store as Route, params: found.params } : null;
  }

  /** Methods that a path has, for 405 and OPTIONS. */
  methodsOf(path: string): string[] {
    const found = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => this.find(method, path)?.route ?? []);
    // "/users/bulk" is a path of its own, not the account with the id "bulk".
    const literal = found.filter((route) => route.path === path);
    const routes = literal.length > 0 ? literal : found;
    return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : method));
  }

  routes(): Route[] {
    return [...this.#routes.values()].map(({ route }) => route);
  }
}

/** All that a route is made of. */
function fingerprint({ path, action }: RouteSource): string {
  return JSON.stringify([path, action.name, action.params, action.contract]);
}

function newTree() {
  return FindMyWay({ caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 200 });
}

function compile({ method, path, action }: RouteSource): Route {
  const contract = action.contract as PublishedContract;
  return {
    method,
    path,
    action: action.name as string,
    contract,
    serialize: onFirstUse(() => createSerializer(contract.response)),
    readQuery: onFirstUse(() => createQueryReader((action.params ?? {}) as object)),
  };
}

/** Schemas are compiled when their route is first used: a hundred of them would hold up the start. */
function onFirstUse<A extends unknown[], R>(compileIt: () => (...args: A) => R): (...args: A) => R {
  let compiled: ((...args: A) => R) | undefined;
  return (...args) => {
    compiled ??= compileIt();
    return compiled(...args);
  };
}
