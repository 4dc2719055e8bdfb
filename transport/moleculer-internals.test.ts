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

test('The transit asks those of its methods for streams that NodeStreams has in their place', () => {
  const transit = source('transit.js');
  expect(transit).toContain('stream = this._handleIncomingRequestStream(payload);');
  expect(transit).toContain('this.responseHandler(/** @type {PacketResponsePayload} */ (payload));');
  // At the beginning, the two ends and the error of a call that comes in, and nowhere else.
  expect(transit.match(/this\.sendResponse\(/g)).toHaveLength(3);
  expect(source('registry/registry.js').match(/broker\.transit\.request\.bind\(/g)).toHaveLength(2);
  // A call that failed or took too long is forgotten there: its answer is then not fetched.
  expect(source('middlewares/error-handler.js')).toContain('transit.removePendingRequest(ctx.id)');
});
