import type { ApiAction } from './api-action.ts';
import { parametersOf, requestBodyOf } from './parameters.ts';
import { sharedProblemResponses } from './problem-responses.ts';
import { responsesOf } from './responses.ts';
import { SchemaComponents } from './schema-components.ts';
import { problemSchema, sharedHeaders, sharedParameters, sharedResponses } from './shared-components.ts';

type Json = Record<string, unknown>;

const DESCRIPTION = `
Send an access token as \`Authorization: Bearer …\`; \`POST /api/v1/auth/login\` gives one.

Lists take \`limit\`, \`cursor\`, \`sort\`, \`filter[field][op]=value\`, \`q\` and \`fields\`, and answer \`{data, meta: {nextCursor}}\`.
Errors are problems (RFC 9457): compare their \`code\`. What a request may send is what is described here and nothing else.
`.trim();

export interface DocumentInfo {
  title: string;
  version: string;
  apiVersions: readonly string[];
}

/** The OpenAPI 3.1 document of these actions. */
export function buildDocument(actions: readonly ApiAction[], { title, version, apiVersions }: DocumentInfo): Json {
  const components = new SchemaComponents(actions.flatMap(({ params, contract }) => [params, contract.response]));
  const paths: Record<string, Json> = {};
  const taken = new Set<string>();
  for (const action of actions) {
    const path = action.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][action.method.toLowerCase()] = operation(action, operationId(action.name, taken), components);
  }
  const tags = [...new Set(actions.flatMap(({ contract }) => contract.tags))].sort();
  return {
    openapi: '3.1.0',
    info: { title, version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema, ...components.schemas() },
      responses: { ...sharedResponses, ...sharedProblemResponses() },
      parameters: sharedParameters(apiVersions),
      headers: sharedHeaders,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(action: ApiAction, id: string, components: SchemaComponents): Json {
  const { summary, description, auth, tags } = action.contract;
  const requestBody = requestBodyOf(action, components);
  const isPermission = auth.includes(':');
  const texts = [description, isPermission ? `Needs the permission \`${auth}\`.` : undefined];
  return {
    operationId: id,
    summary,
    description: texts.filter((text) => text !== undefined).join('\n\n'),
    tags,
    security: auth === 'public' ? [] : [{ bearer: isPermission ? [auth] : [] }],
    parameters: parametersOf(action, components),
    ...(requestBody !== undefined && { requestBody }),
    responses: responsesOf(action, components),
  };
}

/** An action that has several paths still needs an id for each. */
function operationId(name: string, taken: Set<string>): string {
  let id = name;
  for (let count = 2; taken.has(id); count += 1) id = `${name}.${count}`;
  taken.add(id);
  return id;
}
