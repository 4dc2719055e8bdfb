import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import moleculer from 'moleculer';
import type { FieldError } from '../lib/errors.ts';

/** Keywords that guard size: when one fails, the rest of the value is not looked at, however much of it there is. */
const SIZE_KEYWORDS = new Set(['maxItems', 'maxLength', 'maxProperties']);
const MAX_ERRORS = 50;

type CheckerFunction = ReturnType<moleculer.Validators.Base['compile']>;

/** Ajv as every schema of a contract is compiled with: strict, nothing coerced, defaults filled in. */
export function createAjv(options: { allErrors: boolean; coerceTypes?: 'array' }): Ajv2020 {
  // Contracts are checked against the meta-schema by test/architecture.test.ts, once and not at every start.
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    useDefaults: true,
    validateSchema: false,
    ...options,
  });
  addFormats.default(ajv);
  return ajv;
}

/** What Ajv found, as problems list it. */
export function toFieldErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  return (errors ?? []).slice(0, MAX_ERRORS).map((error) => ({
    field: fieldOf(error),
    code: error.keyword,
    message: messageOf(error),
  }));
}

function fieldOf({ instancePath, params }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const key = params.additionalProperty ?? params.unevaluatedProperty ?? params.missingProperty;
  return [path, key].filter((part) => part !== undefined && part !== '').join('.');
}

function messageOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'is not known here';
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  return message ?? 'is not valid';
}

const acceptAll = (() => true) as unknown as CheckerFunction;

/** Moleculer's validator over JSON Schema 2020-12: checks `params` of every action and event that declares them. */
export class SchemaValidator extends moleculer.Validators.Base {
  constructor() {
    super({});
  }

  readonly #first = createAjv({ allErrors: false });
  readonly #all = createAjv({ allErrors: true });

  override compile(schema: object) {
    // Moleculer's own "$node" actions are described in another language, take no input from clients, and are not routed.
    if ((schema as { type?: unknown }).type !== 'object') return acceptAll;
    let first: ValidateFunction | undefined;
    let all: ValidateFunction | undefined;
    return ((params: unknown) => {
      // At the first call: compiling every contract of the platform would double the time of a start.
      first ??= this.#first.compile(schema);
      if (first(params)) return true;
      if (SIZE_KEYWORDS.has(first.errors?.[0]?.keyword ?? '')) return toFieldErrors(first.errors);
      all ??= this.#all.compile(schema);
      all(params);
      return toFieldErrors(all.errors);
    }) as unknown as CheckerFunction;
  }

  /** Contracts are JSON Schema already, which is what is kept. */
  override convertSchemaToMoleculer(schema: object): object {
    return schema;
  }

  override validate(params: Record<string, unknown>, schema: object): boolean {
    return this.#first.validate(schema, params);
  }
}
