import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { memberCommand } from '../../scripts/start-command.ts';
import { imageCommand } from '../helpers/dockerfile.ts';
import { describeWith } from '../helpers/require-tool.ts';

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');

describeWith('hadolint', 'the Dockerfile', (hadolint) => {
  test('has nothing that hadolint objects to', () => {
    const { status, stdout } = spawnSync(hadolint, ['deploy/Dockerfile'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

test('the image runs a process of a cluster as `npm run cluster` does, without a shell in between', () => {
  const [, ...start] = memberCommand();
  expect(imageCommand()).toEqual(['node', ...start]);
});

test('the image is built with the Node of the lockfile', () => {
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const versions = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
  expect(new Set(versions)).toEqual(new Set(Object.values(optionalDependencies)));
});
