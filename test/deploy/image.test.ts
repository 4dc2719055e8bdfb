import { execFileSync } from 'node:child_process';
import { chownSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { imageCommand } from '../helpers/dockerfile.ts';
import { findTool } from '../helpers/find-tool.ts';
import { send } from '../helpers/http.ts';
import { buildImage, type Container, type Image, imageHindrance, startContainer } from '../helpers/image.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { freePort } from '../helpers/server-process.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const hindrance = findTool('buildah') === undefined ? undefined : imageHindrance();

if (hindrance !== undefined) describe.skip(`the image (${hindrance})`, () => test('is built and runs', () => {}));
else
  describeWith('buildah', 'the image', () => {
    let image: Image;

    beforeAll(() => {
      image = buildImage();
    }, 1_800_000);

    const find = (...args: string[]) =>
      execFileSync('find', [image.folder, '-xdev', ...args], { encoding: 'utf8' })
        .split('\n')
        .filter(Boolean)
        .map((file) => file.slice(image.folder.length));

    test('says what it is and how it is run', () => {
      expect(image.config).toMatchObject({
        User: '10001:10001',
        Cmd: imageCommand(),
        StopSignal: 'SIGTERM',
        Volumes: { '/data': {} },
        Healthcheck: { Test: ['CMD', 'node', 'deploy/healthcheck.mjs', 'live'] },
        Labels: expect.objectContaining({ 'org.opencontainers.image.title': 'site11' }),
      });
    });

    test('holds one Node, the one of the lockfile, and no npm', () => {
      const [node, ...others] = find('-type', 'f', '-name', 'node', '-perm', '-1');
      expect(others).toEqual([]);
      expect(node).toMatch(/^\/app\/node_modules\/node-linux-(x64|arm64)\/bin\/node$/);
      expect(find('-name', 'npm*', '-path', '*bin*')).toEqual([]);
    });

    test('holds nothing that only building and testing need', () => {
      expect(find('-path', '/proc', '-prune', '-o', '-name', '*.map', '-print')).toEqual([]);
      expect(find('-path', '*/app/*', '-name', '*.test.ts', '-not', '-path', '*/node_modules/*')).toEqual([]);
      const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: object };
      const held = globSync('{*,@*/*}', { cwd: join(image.folder, 'app/node_modules') });
      expect(Object.keys(devDependencies).filter((name) => held.includes(name) && !name.startsWith('@types/'))).toEqual(
        [],
      );
      expect(find('-maxdepth', '2', '-path', '*/app/*').sort()).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^\/app\/(web|test|bench|docs|data|\.env|\.git)$/)]),
      );
    });

    test('is small', () => {
      expect(image.bytes / 1e6).toBeLessThan(270);
    });

    test('can be read by its user altogether', () => {
      expect(find('-path', '*/app/*', '-not', '-perm', '-o=r', '-not', '-type', 'l')).toEqual([]);
    });

    test('is compiled ahead, by the user that runs it', () => {
      const compiled = find('-path', '*/node_modules/.cache/site11/*-10001/*', '-type', 'f');
      // Its types stripped, and what V8 made of that.
      const sources = ['services', 'transport'].flatMap((folder) => find('-path', `*/app/${folder}/*.ts`));
      expect(compiled.length).toBeGreaterThan(2 * sources.length);
    });

    describe('in a container', () => {
      let data: string;
      let url: string;
      let container: Container;

      const start = async () => {
        const port = await freePort();
        const started = startContainer(image, data, { PORT: String(port), HOST: '127.0.0.1', SHUTDOWN_GRACE: '0' });
        await started.process.waitForLog(/site11 is ready/, 60_000);
        return { url: `http://127.0.0.1:${port}`, container: started };
      };

      beforeAll(async () => {
        data = temporaryFolder();
        chownSync(data, 10001, 10001);
        ({ url, container } = await start());
      });

      test('answers /health', async () => {
        while ((await send(url, 'GET', '/health')).body.status !== 'ok') await delay(100);
      });

      test('serves the admin page and the API reference', async () => {
        for (const path of ['/', '/docs', '/docs/rapidoc.js']) {
          expect(await send(url, 'GET', path)).toMatchObject({ status: 200 });
        }
      });

      test('is the first process, not root, and gains no rights', () => {
        const status = container.status();
        expect(status).toMatch(/^Uid:\t10001\t10001/m);
        expect(status).toMatch(/^NSpid:\t\d+\t1$/m);
        expect(status).toMatch(/^CapEff:\t0+$/m);
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      });

      test('can write to nothing but its data', () => {
        expect(container.exec('/usr/bin/touch', '/app/x').output).toContain('Read-only file system');
        expect(container.exec('/usr/bin/touch', '/data/x').status).toBe(0);
      });

      test('passes its health check, which fails where nothing listens', async () => {
        const closed = await freePort();
        const [, ...check] = image.config.Healthcheck.Test;
        expect(container.exec(...check)).toEqual({ status: 0, output: '' });
        expect(container.exec('env', `PORT=${closed}`, ...check)).toEqual({
          status: 1,
          output: `Port ${closed} does not answer: ECONNREFUSED\n`,
        });
      });

      test('shares its data with a second container', async () => {
        const second = await start();
        expect(await send(second.url, 'GET', '/health/ready')).toMatchObject({ status: 200 });
        expect(await send(url, 'GET', '/health/ready')).toMatchObject({ status: 200 });
        expect(await stopContainer(second.container)).toBe(0);
      });

      test('ends by itself when it is told to', async () => {
        expect(await stopContainer(container)).toBe(0);
      });

      const stopContainer = async ({ exec, process }: Container) => {
        exec('/bin/sh', '-c', 'kill -TERM 1');
        return (await process.exited).code;
      };
    });
  });
