import { envSchema } from '../../lib/env.ts';
import { markdownTable } from './markdown-table.ts';

interface Variable {
  type?: string;
  enum?: string[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  secret?: boolean;
}

/** docs/configuration.md, from the schema that checks the environment at the start. */
export function configurationPage(): string {
  const rows = Object.entries(envSchema.properties as Record<string, Variable>).map(([name, variable]) => [
    variable.secret ? `\`${name}\` (secret)` : `\`${name}\``,
    accepted(variable),
    // A default that is worked out at the start is told in words.
    variable.default === undefined || variable.description?.includes('Default:') ? '' : code(variable.default),
    variable.description ?? '',
  ]);
  return `# Configuration

<!-- Generated from lib/env.ts by \`npm run docs\`: change it there. -->

Environment variables only, checked once at the start: a wrong one stops it with a message that names the variable and what it
takes. Nothing has to be set to run on one machine. A variable that is set to nothing counts as not set.

A secret can also be read from a file: set the variable's name with \`_FILE\` appended to the file's path, as Docker and Kubernetes
secrets want it. Secrets are never logged and never shown.

${markdownTable(['Variable', 'Takes', 'Default', 'What for'], rows)}`;
}

function accepted({ type, enum: choices, minimum, maximum, minLength }: Variable): string {
  if (choices !== undefined) return choices.map(code).join(', ');
  if (type === 'string') return minLength === undefined ? 'text' : `text of ${minLength} characters or more`;
  return maximum === undefined ? `${type} from ${minimum}` : `${type}, ${minimum} to ${maximum}`;
}

function code(value: unknown): string {
  return value === '' ? 'empty' : `\`${value}\``;
}
