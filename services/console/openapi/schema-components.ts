type Json = Record<string, unknown>;

/**
 * Schemas with an `$id` become components, and a reference stands in their place. Of several that share an `$id` the fullest
 * gets the name; the others (an item of a list, of which only the id is sure) stay where they are.
 */
export class SchemaComponents {
  readonly #named = new Map<string, Json>();

  constructor(schemas: Iterable<unknown>) {
    for (const schema of schemas) this.#collect(schema);
  }

  /** The components themselves, by name. */
  schemas(): Record<string, Json> {
    const entries = [...this.#named].sort(([left], [right]) => left.localeCompare(right, 'en'));
    return Object.fromEntries(entries.map(([name, schema]) => [name, this.#referInside(schema)]));
  }

  /** The schema with references in it, or a reference to it. */
  refer(schema: unknown): Json {
    return this.#refer(schema) as Json;
  }

  #collect(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { $id } = value as Json;
    if (typeof $id === 'string') {
      const known = this.#named.get($id);
      if (known === undefined || textOf(known).length < textOf(value).length) this.#named.set($id, value as Json);
    }
    for (const nested of Object.values(value)) this.#collect(nested);
  }

  #refer(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.#refer(element));
    if (typeof value !== 'object' || value === null) return value;
    const { $id } = value as Json;
    const isNamed = typeof $id === 'string' && textOf(this.#named.get($id)) === textOf(value);
    return isNamed ? { $ref: `#/components/schemas/${$id}` } : this.#referInside(value as Json);
  }

  #referInside({ $id: _, ...schema }: Json): Json {
    return Object.fromEntries(Object.entries(schema).map(([key, nested]) => [key, this.#refer(nested)]));
  }
}

function textOf(schema: unknown): string {
  return JSON.stringify(schema) ?? '';
}
