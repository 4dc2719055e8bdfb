import { expect, test } from '@jest/globals';
import { returnAddress } from './return-address.ts';

test.each([
  ['?next=%2Fusers%3Fq%3Dkim', '/users?q=kim'],
  ['', '/'],
  ['?next=https%3A%2F%2Fevil.example', '/'],
  ['?next=%2F%2Fevil.example', '/'],
  ['?next=%2F%5Cevil.example', '/'],
  ['?next=javascript%3Aalert(1)', '/'],
])('after the login with %s the way goes to %s', (search, expected) => {
  expect(returnAddress(search)).toBe(expected);
});
