import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { ActionContract } from '../lib/contract.ts';

// What holds the shape together and Biome's rules (biome.json: who imports whom, no barrels, sizes, process.env) cannot say.
const root = join(import.meta.dirname, '..');
const sources = find('{lib,mixins,middlewares,services,scripts,repl,test,bench,web}/**/*.{ts,tsx}').concat(
  find('*.ts'),
);
const services = find('services/*/*.service.ts').map((file) => dirname(file));

describe('every service folder', () => {
  test.each(services)('%s has the files that people look for', (folder) => {
    const name = basename(folder);
    const required = [`${name}.service.ts`, `${name}.errors.ts`, 'README.md', 'actions'];
    expect(required.filter((file) => !existsSync(join(root, folder, file)))).toEqual([]);
    expect(find(`${folder}/*.contract.ts`)).not.toEqual([]);
  });

  test.each(services)('%s tests each of its actions', (folder) => {
    const tests = find(`${folder}/**/*.test.ts`);
    const untested = find(`${folder}/actions/*.ts`).filter((file) => {
      if (file.endsWith('.test.ts')) return false;
      return !tests.includes(file.replace(/\.ts$/, '.test.ts')) && !tests.some((name) => mentions(name, file));
    });
    expect(untested).toEqual([]);
  });
});

describe('every contract', () => {
  const contracts = find('services/**/*.contract.ts');

  test.each(contracts)('%s takes no parameter that it does not name', async (file) => {
    const exported = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    const open = Object.values(exported)
      .flatMap(actionContracts)
      .flatMap(({ name, params }) => openObjects(params, name));
    expect(open).toEqual([]);
  });
});

describe('no source file', () => {
  test('is a drawer for everything', () => {
    const drawers = /^(index|utils?|helpers?|common|misc|constants|types)\.tsx?$/;
    expect(sources.filter((file) => drawers.test(basename(file)))).toEqual([]);
  });

  test('silences the checks or puts work off', () => {
    const excuse = /biome-ignore|@ts-(ignore|expect-error|nocheck)|\b(TODO|FIXME|XXX)\b/;
    const here = 'test/architecture.test.ts';
    expect(sources.filter((file) => file !== here && excuse.test(text(file)))).toEqual([]);
  });

  test('of the admin page imports more of the server than its types', () => {
    const wrong = find('web/src/**/*.{ts,tsx}').flatMap((file) =>
      [...text(file).matchAll(/^(import|export)( type)?[^;]*? from '((?:\.\.\/)+(?:services|lib|mixins)\/[^']+)';$/gm)]
        .filter(([, , , from = '']) => !join(dirname(file), from).startsWith('web/'))
        .filter(([, , type, from = '']) => {
          // Who may see a button is decided by the very function that the server decides by; it needs nothing of Node.
          if (type === undefined) return !from.endsWith('/lib/principal.ts');
          return !from.endsWith('.contract.ts') && !/\/lib\/(contract|errors|principal)\.ts$/.test(from);
        })
        .map(([statement]) => `${file}: ${statement}`),
    );
    expect(wrong).toEqual([]);
  });
});

function find(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] }).sort();
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** A test of several actions names them, or their files, in its text. */
function mentions(testFile: string, actionFile: string): boolean {
  const contract = /Contract\.(\w+)/.exec(text(actionFile))?.[1];
  const content = text(testFile);
  return content.includes(basename(actionFile, '.ts')) || (contract !== undefined && content.includes(`.${contract}`));
}

function actionContracts(exported: unknown): ActionContract[] {
  if (typeof exported !== 'object' || exported === null) return [];
  if ('params' in exported && 'auth' in exported) return [exported as ActionContract];
  return Object.values(exported).flatMap((value) =>
    typeof value === 'object' && value !== null && 'params' in value && 'auth' in value
      ? [value as ActionContract]
      : [],
  );
}

/** Paths of the object schemas that let unknown keys pass. */
function openObjects(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, properties, additionalProperties } = schema as Record<string, unknown>;
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false;
  const inside = Object.entries(schema).flatMap(([key, value]) => openObjects(value, `${path}.${key}`));
  return isOpen ? [path, ...inside] : inside;
}
