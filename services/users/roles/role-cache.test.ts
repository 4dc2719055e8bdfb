import { describe, expect, test } from '@jest/globals';
import type { RoleState } from '../domain/role.ts';
import { RoleCache } from './role-cache.ts';

const role = (id: string, ...permissions: string[]) => ({ id, permissions }) as RoleState;

describe('the roles in memory', () => {
  test('are read once for many questions, and again after a change', async () => {
    let stored = [role('editor', 'data:write')];
    let reads = 0;
    const cache = new RoleCache(async () => {
      reads += 1;
      return stored;
    });
    const asked = await Promise.all([cache.permissionsOf(['editor']), cache.permissionsOf(['editor', 'gone'])]);
    expect(asked).toEqual([['data:write'], ['data:write']]);
    expect(reads).toBe(1);
    stored = [role('editor')];
    cache.forget();
    expect(await cache.permissionsOf(['editor'])).toEqual([]);
  });

  test('are asked for again after the store could not answer', async () => {
    let isDown = true;
    const cache = new RoleCache(async () => {
      if (isDown) throw new Error('down');
      return [role('editor', 'data:write')];
    });
    await expect(cache.permissionsOf(['editor'])).rejects.toThrow('down');
    isDown = false;
    expect(await cache.permissionsOf(['editor'])).toEqual(['data:write']);
  });
});
