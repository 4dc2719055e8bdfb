import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  user?: string;
  ports?: string[];
  profiles?: string[];
  secrets?: string[];
  networks?: string[] | Record<string, unknown>;
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  tmpfs?: string[];
  volumes?: string[];
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
  deploy?: { resources: { limits: Record<string, string | number> } };
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean } | null>;
  secrets: Record<string, { file: string }>;
}

/** docker-compose.yml as Compose reads it with these variables set. @throws for `${NAME:?message}` without a value. */
export function readComposeFile(variables: Record<string, string> = {}): ComposeFile {
  const text = readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8');
  const interpolate = (value: unknown): unknown => {
    if (typeof value === 'string') return interpolateText(value, variables);
    if (Array.isArray(value)) return value.map(interpolate);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, interpolate(child)]));
  };
  return interpolate(parse(text, { merge: true })) as ComposeFile;
}

function interpolateText(text: string, variables: Record<string, string>): string {
  return text.replaceAll(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g, (found, name?: string, kind?: string, rest = '') => {
    if (name === undefined) return '$';
    const value = variables[name];
    if (value) return value;
    if (kind === '?') throw new Error(`required variable ${name} is missing a value: ${rest}`);
    return found.includes(':-') ? rest : '';
  });
}
