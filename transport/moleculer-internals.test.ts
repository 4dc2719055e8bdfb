import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

/*
 * What this folder relies on in Moleculer and what its documentation does not promise. A test here that fails after an
 * update of Moleculer says where to look.
 */
const folder = dirname(createRequire(import.meta.url).resolve('moleculer'));
const source = (file: string) => readFileSync(join(folder, 'src', file), 'utf8');

test('The transit uses of its pending requests what PendingRequests has', () => {
  const uses = [...source('transit.js').matchAll(/\.pendingRequests(?:\.(\w+))?/g)].map(([, member]) => member);
  expect([...new Set(uses)].sort()).toEqual(['delete', 'forEach', 'get', 'set', 'size', undefined]);
  expect(source('transit.js')).toContain('this.pendingRequests = new Map();');
});

test('The steps after connecting are those that the transporter does itself, without the pause', () => {
  const [, body = ''] = /afterConnect\(wasReconnect\) \{(.*?)\n\t\}\n/s.exec(source('transit.js')) ?? [];
  const steps = body.match(/makeSubscriptions|discoverAllNodes|delay\(\d+\)|this\.\w+ = \w+|\$transporter\.connected/g);
  expect(steps).toEqual([
    'makeSubscriptions',
    'discoverAllNodes',
    'delay(500)',
    'this.connected = true',
    '$transporter.connected',
    'this.isReady = true',
    'this.__connectResolve = null',
  ]);
});
