import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { failToStart, startSite } from '../../../test/helpers/site.ts';

test('Noise after a request does not write a second answer into the one that is on its way', async () => {
  const site = await startSite();
  const token = await site.adminToken();
  const socket = connect(Number(new URL(site.url).port), '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
    if (text.includes('event: status')) socket.write('noise\r\n\r\n');
  });
  socket.on('error', () => undefined);
  socket.write(`GET /api/v1/registry/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await once(socket, 'close');
  expect(answer).toContain('event: status');
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test.each([
  ['HOST', '192.0.2.1', /cannot listen on 192\.0\.2\.1/],
  ['TRUST_PROXY', '10.0.0.0/8, nonsense', /TRUST_PROXY: "nonsense"/],
])('A wrong %s stops the start and is named', async (name, value, message) => {
  const { code, log } = await failToStart({ env: { [name]: value } });
  expect(code).not.toBe(0);
  expect(log).toMatch(message);
});
