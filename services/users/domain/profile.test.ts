import { describe, expect, test } from '@jest/globals';
import { cleanProfile } from './profile.ts';

describe('a profile', () => {
  test('is stored in one spelling', () => {
    expect(
      cleanProfile({ name: '  Zoe\u0308 ', locale: 'de-at', timeZone: 'europe/vienna', labels: [' staff', 'staff'] }),
    ).toEqual({ name: 'Zo\u00eb', locale: 'de-AT', timeZone: 'Europe/Vienna', labels: ['staff'] });
  });

  test('can be emptied again, and keeps what is not named', () => {
    expect(cleanProfile({ avatar: null, locale: null, timeZone: null })).toEqual({
      avatar: null,
      locale: null,
      timeZone: null,
    });
    expect(cleanProfile({})).toEqual({});
  });

  test('names every field that cannot be stored', () => {
    const wrong = {
      name: ' \u200b\u2060 ',
      locale: 'en_US',
      timeZone: '+01:00',
      labels: [' '],
      preferences: { a: { $b: 1 } },
    };
    const fields = Object.keys(wrong).map((field) => expect.objectContaining({ field }));
    expect(() => cleanProfile(wrong)).toThrow(
      expect.objectContaining({ code: 422, data: expect.objectContaining({ errors: expect.arrayContaining(fields) }) }),
    );
  });

  test.each(['Mars/Olympus', 'Europe/../etc', 'x'])('%s is no time zone', (timeZone) => {
    expect(() => cleanProfile({ timeZone })).toThrow(expect.objectContaining({ type: 'common.invalid' }));
  });
});
