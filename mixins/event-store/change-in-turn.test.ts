import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { commonErrors } from '../../lib/errors.ts';
import { changeInTurn } from './change-in-turn.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A stream in which somebody else is faster this many times between the read and the write. */
function outrun(times: number) {
  let version = 1;
  return {
    key: 'account:1',
    read: async () => ({ version }),
    async write(state: { version: number }) {
      if (version > times) return state.version + 1;
      version += 1;
      throw commonErrors.versionConflict();
    },
  };
}

describe('a change without If-Match', () => {
  test('takes place although another process is faster many times in a row', async () => {
    expect(await changeInTurn(outrun(25))).toBe(27);
  });

  test('is given up with 409 after some seconds', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => {
      now += 500;
      return now;
    });
    await expect(changeInTurn(outrun(Number.POSITIVE_INFINITY))).rejects.toMatchObject({ code: 409 });
  });
});

test('A change with If-Match is not made again on another version', async () => {
  await expect(changeInTurn({ ...outrun(1), ifMatch: [1] })).rejects.toMatchObject({ code: 412 });
});
