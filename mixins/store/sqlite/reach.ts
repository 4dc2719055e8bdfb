import { joinSql, jsonPath, type Sql, sql } from './sql.ts';

/** A condition on what is at a path in a JSON text, given as SQL. */
type PlaceTest = (source: string, path: readonly string[]) => Sql;

/**
 * A path ends at one place of a document, or, where a list lies on the way, at one in each object of the list: true when the
 * condition holds at one of them.
 */
export function reach(source: string, path: readonly string[], test: PlaceTest): Sql {
  const ways = [test(source, path)];
  for (let length = 1; length < path.length; length++) {
    const rest = path.slice(length);
    ways.push(
      someElement(source, path.slice(0, length), (element) =>
        sql(`${element}.type = 'object' AND `, reach(`${element}.value`, rest, test)),
      ),
    );
  }
  return joinSql(ways, 'OR');
}

/** True when there is a list at the path and the condition holds for one of its elements. */
export function someElement(source: string, path: readonly string[], test: (element: string) => Sql): Sql {
  const list = jsonPath(path);
  const element = elementAlias(source);
  return sql(
    `(json_type(${source},${list}) = 'array' AND EXISTS (SELECT 1 FROM json_each(${source},${list}) AS ${element} WHERE `,
    test(element),
    '))',
  );
}

/** Nothing at the end of a path that goes into a list is no missing value: the objects of the list decide. */
export function notThroughList(source: string, path: readonly string[], condition: Sql): Sql {
  const ways = path
    .slice(1)
    .map((_, i) => sql(`json_type(${source},${jsonPath(path.slice(0, i + 1))}) IS NOT 'array'`));
  return joinSql([...ways, condition], 'AND');
}

/** Alias of the elements of a list in `source`: one level deeper than the source's own. */
function elementAlias(source: string): string {
  const level = /^element(\d+)\./.exec(source)?.[1] ?? '0';
  return `element${Number(level) + 1}`;
}
