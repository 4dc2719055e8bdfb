import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { fakeDate, passTime } from '../../../test/helpers/fake-date.ts';
import { type Services, startServices } from '../../../test/helpers/services-in-process.ts';
import users from '../../users/users.service.ts';
import { oauthContract } from '../oauth.contract.ts';
import oauth from '../oauth.service.ts';
import type { OAuthService } from '../oauth-service.ts';
import { tendKeys } from './tend-keys.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

let processes: Services[];

beforeAll(async () => {
  processes = await Promise.all([startServices([users, oauth]), startServices([oauth]), startServices([oauth])]);
  await Promise.all(processes.map((services) => serviceOf(services).tending));
  fakeDate();
});

afterAll(() => {
  jest.useRealTimers();
});

const serviceOf = ({ broker }: Services) => broker.getLocalService('oauth') as OAuthService;

const keys = async (services: Services) =>
  (await services.call(oauthContract.listKeys, {}, { user: systemPrincipal })).data;

const rotate = (services: Services) => services.call(oauthContract.rotateKeys, {}, { user: systemPrincipal });

const kids = (list: { kid: string }[]) => list.map(({ kid }) => kid);

describe('Processes at one database', () => {
  test('that start together on an empty one make one current and one next key', async () => {
    const lists = await Promise.all(processes.map(keys));
    for (const list of lists) expect(list.map(({ state }) => state).sort()).toEqual(['current', 'next']);
    expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
  });

  test('rotate once when the time has come, whichever of them does it', async () => {
    const [first] = processes as [Services];
    const before = await keys(first);
    passTime(env.KEY_ROTATION_DAYS * DAY - MINUTE);
    await Promise.all(processes.map((services) => tendKeys(serviceOf(services))));
    expect(await keys(first)).toEqual(before);
    passTime(MINUTE);
    await Promise.all(processes.map((services) => tendKeys(serviceOf(services))));
    const after = await keys(first);
    expect(after.map(({ state }) => state).sort()).toEqual(['current', 'next', 'retiring']);
    expect(after.find(({ state }) => state === 'current')?.kid).toBe(before.find(({ state }) => state === 'next')?.kid);
    for (const services of processes) {
      await tendKeys(serviceOf(services));
      expect(serviceOf(services).keyRing.signer().kid).toBe(after.find(({ state }) => state === 'current')?.kid);
    }
  });

  test('publish the key that retired until all that it signed has expired, and not for ever', async () => {
    const [first] = processes as [Services];
    const { retiredKid } = await rotate(first);
    const published = async () => kids((await first.call(oauthContract.jwks, {})).keys);
    passTime(env.ACCESS_TOKEN_TTL * 1000 + MINUTE);
    await tendKeys(serviceOf(first));
    expect(await published()).toContain(retiredKid);
    passTime(10 * MINUTE);
    expect(await published()).not.toContain(retiredKid);
  });

  test('say of two rotations of one key at once that one of them rotated', async () => {
    const answers = await Promise.all(processes.map((one) => rotate(one)));
    const retired = answers.filter(({ rotated }) => rotated).map(({ retiredKid }) => retiredKid);
    expect(new Set(retired).size).toBe(retired.length);
    for (const { rotated, retiredKid } of answers) expect(rotated).toBe(retiredKid !== null);
  });
});
