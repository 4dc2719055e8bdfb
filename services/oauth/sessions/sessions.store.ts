import type { CollectionDefinition, Filter, PageOptions, Store } from '../../../mixins/store/store.types.ts';
import { won } from '../lost-race.ts';
import type { Session } from './session.ts';

/** The newest refresh token of a session, and the rotated ones before it, by which a stolen one is recognised. */
export interface StoredRefreshToken {
  id: string;
  sessionId: string;
  hash: string;
  expiresAt: string;
  rotatedAt?: string;
}

/** Answer to a refresh, sealed with the token that was presented; kept while the same refresh may be repeated. */
interface Replay {
  id: string;
  sealedAnswer: string;
  expiresAt: string;
}

export const sessionCollections: CollectionDefinition[] = [
  { name: 'sessions', indexes: [{ fields: ['userId', 'lastUsedAt'] }], expires: 'expiresAt' },
  { name: 'refresh_tokens', indexes: [{ fields: ['sessionId'] }], expires: 'expiresAt' },
  { name: 'refresh_replays', expires: 'expiresAt' },
];

export interface RotationRecord {
  presentedId: string;
  successor: StoredRefreshToken;
  sealedAnswer: string;
  replayUntil: string;
  session: Pick<Session, 'id' | 'ip' | 'lastUsedAt' | 'expiresAt'>;
}

export function sessionsStore(store: Store) {
  const sessions = store.collection<Session>('sessions');
  const tokens = store.collection<StoredRefreshToken>('refresh_tokens');
  const replays = store.collection<Replay>('refresh_replays');

  /** Sessions first: from then on their tokens are worth nothing, whatever happens to this process. */
  async function end(query: Filter): Promise<string[]> {
    const ended = await sessions.find({ query, fields: ['id'] });
    const ids = ended.map((session) => session.id);
    if (ids.length === 0) return [];
    await sessions.removeMany({ id: { $in: ids } });
    await tokens.removeMany({ sessionId: { $in: ids } });
    return ids;
  }

  return {
    find: (id: string) => sessions.get(id),
    findToken: (id: string) => tokens.get(id),
    findReplay: (presentedId: string) => replays.get(presentedId),
    page: (options: PageOptions) => sessions.page(options),
    count: (options: Pick<PageOptions, 'query' | 'search'>) => sessions.count(options),

    start: (session: Session, token: StoredRefreshToken) =>
      store.batch([
        { insert: sessions.name, document: { ...session } },
        { insert: tokens.name, document: { ...token } },
      ]),

    /** Replaces the presented token by its successor: of parallel callers one, and only while the session is alive. */
    rotate({ presentedId, successor, sealedAnswer, replayUntil, session }: RotationRecord): Promise<boolean> {
      const { id, ...use } = session;
      return won(
        store.batch([
          {
            update: tokens.name,
            query: { id: presentedId, rotatedAt: { $exists: false } },
            changes: { $set: { rotatedAt: use.lastUsedAt } },
          },
          { update: sessions.name, query: { id }, changes: { $set: use } },
          { insert: tokens.name, document: { ...successor } },
          { insert: replays.name, document: { id: presentedId, sealedAnswer, expiresAt: replayUntil } },
        ]),
      );
    },

    /** Notes a use between refreshes, unless one was noted after `since`. */
    touch: (id: string, since: string, use: Partial<Pick<Session, 'ip' | 'lastUsedAt'>>) =>
      sessions.updateOne({ id, lastUsedAt: { $lt: since } }, { $set: use }),

    endOne: (id: string) => end({ id }),

    /** All of an account but `keep`. Sessions that began after `before` are left: an event may be handled late or twice. */
    endAllOf: (userId: string, options: { keep?: string; before?: string } = {}) =>
      end({
        userId,
        ...(options.keep !== undefined && { id: { $ne: options.keep } }),
        ...(options.before !== undefined && { createdAt: { $lte: options.before } }),
      }),

    /** Ends the least recently used beyond the `most` that an account may have. */
    async endSurplus(userId: string, most: number): Promise<string[]> {
      const surplus = (await sessions.count({ query: { userId } })) - most;
      if (surplus <= 0) return [];
      const oldest = await sessions.find({ query: { userId }, sort: ['lastUsedAt'], limit: surplus, fields: ['id'] });
      return end({ id: { $in: oldest.map((session) => session.id) } });
    },
  };
}

export type SessionsStore = ReturnType<typeof sessionsStore>;
