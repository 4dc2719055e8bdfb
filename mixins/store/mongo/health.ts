import type { Db } from 'mongodb';
import { toProblem } from './mongo-errors.ts';

type Health = { ok: true } | { ok: false; reason: string };

/** Whether the server answers for this database. A full disk shows at writes, which say so themselves. */
export async function checkHealth(db: Db): Promise<Health> {
  try {
    await db.command({ ping: 1 });
    return { ok: true };
  } catch (error) {
    const { data } = toProblem(error) as { data?: { title?: string } };
    return { ok: false, reason: data?.title ?? 'It cannot be reached.' };
  }
}
