/**
 * The answer of an action as the JSON text that its client gets, written by the node that owns the action. Nobody on the way
 * parses it: a Console passes it on as it is.
 */
export class JsonText {
  readonly text: string;
  /** The `version` of the resource, which its ETag starts with; null when it has none. */
  readonly version: number | null;

  constructor(text: string, version: number | null) {
    this.text = text;
    this.version = version;
  }
}

/** Header of a call between nodes that asks for one. Unlike `meta` it does not go on to what the action calls itself. */
export const JSON_WANTED = Object.freeze({ answer: 'json' });
