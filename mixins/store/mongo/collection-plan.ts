import { DocumentRules } from '../document-rules.ts';
import { parsePath, valueAt } from '../field-path.ts';
import type { CollectionDefinition, Document } from '../store.types.ts';

/** What a declaration says of a collection, taken apart once. */
export class CollectionPlan {
  readonly name: string;
  readonly definition: CollectionDefinition;
  readonly rules: DocumentRules;
  readonly expires: readonly string[] | null;

  constructor(definition: CollectionDefinition) {
    this.name = definition.name;
    this.definition = definition;
    this.rules = new DocumentRules(definition);
    this.expires = definition.expires === undefined ? null : parsePath(definition.expires);
  }

  /** A document past its time is gone to every reader, also before it is removed. */
  isAlive(document: Document): boolean {
    if (this.expires === null) return true;
    const time = valueAt(document, this.expires) as string | null | undefined;
    return time === null || time === undefined || time > new Date().toISOString();
  }
}
