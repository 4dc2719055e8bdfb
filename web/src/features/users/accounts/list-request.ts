import type { ActionParams } from '../../../../../lib/contract.ts';
import type { usersContract } from '../../../../../services/users/users.contract.ts';
import type { ListState } from '../../../ui/list/use-list-state.ts';

export const listRoute = 'GET /api/v1/users';
export type ListParams = ActionParams<typeof usersContract.accounts.list>;

export const filterNames = ['status', 'roles', 'labels', 'created'] as const;
export const defaultSort = '-createdAt';
const pageSize = 40;

const periods: Record<string, number> = { day: 1, week: 7, month: 30 };
export const periodOptions = [
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
];

/** Whole hours, so that the question (and with it the cached answer) stays the same while one looks at it. */
function startOf(period: string): string {
  const hour = 3_600_000;
  const days = periods[period] ?? 1;
  return new Date(Math.floor(Date.now() / hour) * hour - days * 24 * hour).toISOString();
}

/** What the API is asked for, from what the address says. */
export function toListParams({ q, sort, filters }: Pick<ListState, 'q' | 'sort' | 'filters'>): ListParams {
  const { created, ...choices } = filters;
  const filter = {
    ...Object.fromEntries(
      Object.entries(choices).map(([name, values]) => [name, values.length > 1 ? { in: [...values] } : values[0]]),
    ),
    ...(created?.[0] && { createdAt: { gte: startOf(created[0]) } }),
  } as NonNullable<ListParams['filter']>;
  return {
    limit: pageSize,
    sort: [sort],
    q: q.trim() || undefined,
    filter: Object.keys(filter).length > 0 ? filter : undefined,
  };
}
