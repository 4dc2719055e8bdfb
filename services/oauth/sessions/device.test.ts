import { describe, expect, test } from '@jest/globals';
import { describeDevice } from './device.ts';

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

describe('A device is described by', () => {
  test.each([
    [chrome, { browser: 'Chrome 140', os: 'Windows NT 10.0', type: 'desktop' }],
    [safari, { browser: 'Safari 18', os: 'iOS 18.1', type: 'mobile' }],
    ['curl/8.5.0', { browser: 'curl 8.5.0', os: null, type: null }],
    ['my-backup', { browser: 'my-backup', os: null, type: null }],
    ['<script>alert(1)</script>', { browser: null, os: null, type: null }],
    ['   ', { browser: null, os: null, type: null }],
    [undefined, { browser: null, os: null, type: null }],
  ])('its User-Agent %j', (userAgent, expected) => {
    expect(describeDevice(userAgent)).toEqual({ name: null, ...expected });
  });

  test('the name that the client gave at login', () => {
    expect(describeDevice('curl/8.5.0', 'build server')).toMatchObject({ name: 'build server' });
  });
});

test('What follows the first part of a User-Agent of a megabyte is not looked at', () => {
  expect(describeDevice(`${chrome} ${'x'.repeat(1_000_000)} Edg/140.0.0.0`)).toEqual(describeDevice(chrome));
});
