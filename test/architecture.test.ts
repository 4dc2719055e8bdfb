import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ActionContract } from '../lib/contract.ts';
import { createAjv } from '../middlewares/validator.ts';
import { contractFiles, contractsOf } from './helpers/contracts.ts';

// What holds the shape together and Biome's rules (biome.json: who imports whom, no barrels, sizes, process.env) cannot say.
const root = join(import.meta.dirname, '..');
const sources = find('{lib,mixins,middlewares,transport,services,scripts,repl,test,bench,web}/**/*.{ts,tsx}').concat(
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

  test.each(services)('%s tests each of its actions', async (folder) => {
    const tests = [...find(`${folder}/**/*.test.ts`), ...find('test/*.test.ts')].map(text);
    const contracts = new Map<string, ActionContract>();
    for (const file of contractFiles(folder)) {
      for (const [name, contract] of await contractsOf(file)) contracts.set(name, contract);
    }
    const untested = find(`${folder}/actions/*.ts`).filter((file) => {
      if (file.endsWith('.test.ts') || existsSync(join(root, file.replace(/\.ts$/, '.test.ts')))) return false;
      const [, expression = ''] = /defineAction\(\s*([\w.]+)/.exec(text(file)) ?? [];
      const contract = contracts.get(expression);
      return (
        contract !== undefined && !tests.some((content) => content.includes(expression) || calls(content, contract))
      );
    });
    expect(untested).toEqual([]);
  });
});

describe('every contract', () => {
  test.each(contractFiles())('%s takes no parameter that it does not name', async (file) => {
    const open = [...(await contractsOf(file)).values()].flatMap(({ name, params }) => openObjects(params, name));
    expect(open).toEqual([]);
  });

  test.each(contractFiles())('%s is JSON Schema 2020-12 throughout', async (file) => {
    const ajv = createAjv({ allErrors: false });
    for (const { name, params, response } of (await contractsOf(file)).values()) {
      for (const schema of [params, response])
        expect([name, ajv.validateSchema(schema), ajv.errors]).toEqual([name, true, null]);
    }
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

/**
 * Whether a test calls the action: by its method and the end of its path, or by its name where it has no route. An internal
 * action that another service calls is tested by that service's tests.
 */
function calls(content: string, { name, rest }: ActionContract): boolean {
  if (rest === undefined) return content.includes(`${name}'`) || isCalledByOthers(name);
  return [rest].flat().some((route) => {
    const [method = '', path = ''] = route.split(' ');
    const [, segment = '', parameter] = /\/([^/:]+)(\/:\w+)?$/.exec(path) ?? [];
    const tail = parameter === undefined ? `/${segment}(?=[?'"\`,])` : `/${segment}/(\\$\\{|:id|\\w)`;
    return content.includes(`'${method}'`) && new RegExp(tail).test(content);
  });
}

function isCalledByOthers(name: string): boolean {
  const others = find('services/**/*.ts').filter((file) => !file.startsWith(`services/${name.split('.')[0]}/`));
  return others.some((file) => text(file).includes(`'${name}'`));
}

/** Paths of the object schemas that let unknown keys pass. */
function openObjects(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, properties, additionalProperties } = schema as Record<string, unknown>;
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false;
  const inside = Object.entries(schema).flatMap(([key, value]) => openObjects(value, `${path}.${key}`));
  return isOpen ? [path, ...inside] : inside;
}
