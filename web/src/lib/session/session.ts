import { ApiProblem, toProblem } from '../problem.ts';
import { readJson, send } from '../send.ts';
import { refreshToken } from './refresh-token.ts';
import type { SessionState, SessionUser, TokenAnswer } from './session.types.ts';

/** Refreshed before the end, so that no request starts with a token that dies on the way; part of the life of short ones. */
const longestMarginMs = 15_000;
const marginOfLife = 0.2;
const lockName = 'site11.refresh';
/** As long as a message between tabs takes at most. */
const messageMs = 50;

let state: SessionState = { status: 'starting' };
let access: { token: string; staleAt: number } | undefined;
let refreshing: Promise<void> | undefined;
const listeners = new Set<() => void>();
const tabs = new BroadcastChannel('site11.session');

type TabMessage = { kind: 'tokens'; answer: TokenAnswer } | { kind: 'signedOut' };

function setState(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function accept(answer: TokenAnswer): void {
  const previous = state.status === 'active' || state.status === 'expired' ? state.user.id : answer.user.id;
  if (previous !== answer.user.id) {
    // Another person: nothing on the screen or in the caches is theirs.
    refreshToken.set(answer.refreshToken);
    location.assign('/');
    return;
  }
  const lifeMs = answer.expiresIn * 1000;
  const staleAt = Date.now() + lifeMs - Math.min(longestMarginMs, lifeMs * marginOfLife);
  access = { token: answer.accessToken, staleAt };
  refreshToken.set(answer.refreshToken);
  setState({ status: 'active', user: answer.user });
}

tabs.onmessage = ({ data }: MessageEvent<TabMessage>) => {
  if (data.kind === 'tokens') accept(data.answer);
  else forget();
};

function forget(): void {
  access = undefined;
  setState({ status: 'anonymous' });
}

export function getSession(): SessionState {
  return state;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes the tokens of a login, registration or refresh into use, here and in the other tabs. */
export function signIn(answer: TokenAnswer): void {
  accept(answer);
  tabs.postMessage({ kind: 'tokens', answer } satisfies TabMessage);
}

/** Forgets the session, here and in the other tabs. Ending it at the server is the caller's. */
export function signOut(): void {
  refreshToken.clear();
  forget();
  tabs.postMessage({ kind: 'signedOut' } satisfies TabMessage);
}

/** Shows a changed name, locale or role without waiting for the next token. */
export function updateSessionUser(changes: Partial<SessionUser>): void {
  if (state.status === 'active') setState({ status: 'active', user: { ...state.user, ...changes } });
}

/** The current access token, refreshed first when it is about to end. Undefined without a session. */
export async function accessToken(): Promise<string | undefined> {
  if (state.status === 'expired') await signedInAgain();
  if (state.status === 'active' && access && access.staleAt < Date.now()) {
    // A failure here is not the answer yet: the old token may still do, and a 401 decides.
    await refreshSession().catch(() => undefined);
  }
  return access?.token;
}

/** Gets new tokens; one request at a time in this tab and, by a Web Lock, in all tabs of this browser. */
export function refreshSession(): Promise<void> {
  const seen = access?.token;
  refreshing ??= inAllTabs(() => refreshUnlessDone(seen)).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function inAllTabs(task: () => Promise<void>): Promise<void> {
  // Locks need https or localhost. Without them two tabs may refresh at once: the server gives both the same answer.
  if (!navigator.locks) return task();
  const wasFree = await navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
    if (lock) await task();
    return lock !== null;
  });
  if (wasFree) return;
  await navigator.locks.request(lockName, async () => {
    // Another tab had the lock: its new tokens are on the way here.
    await new Promise((resolve) => setTimeout(resolve, messageMs));
    await task();
  });
}

async function refreshUnlessDone(seen: string | undefined): Promise<void> {
  if (access && access.token !== seen) return;
  const token = refreshToken.get();
  if (!token) throw new ApiProblem(401, { title: 'There is no session', code: 'noSession' });
  const response = await send({ method: 'POST', path: '/api/v1/auth/refresh', body: { refreshToken: token } });
  signIn(await readJson<TokenAnswer>(response));
}

/** Called once when the page opens: goes on with the session of the last visit. */
export async function startSession(): Promise<void> {
  if (!refreshToken.get()) {
    forget();
    return;
  }
  setState({ status: 'starting' });
  try {
    await refreshSession();
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status === 401) {
      refreshToken.clear();
      forget();
    } else setState({ status: 'unreachable', problem });
  }
}

/** The server said 401: refresh, or ask the person to log in again and wait for it. @throws when they log out instead. */
export async function recoverSession(): Promise<void> {
  try {
    await refreshSession();
  } catch (error) {
    if (toProblem(error).status !== 401) throw error;
    if (state.status === 'active') setState({ status: 'expired', user: state.user });
    await signedInAgain();
  }
}

function signedInAgain(): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      if (state.status === 'expired') return;
      unsubscribe();
      if (state.status === 'active') resolve();
      else reject(new ApiProblem(401, { title: 'You are logged out', code: 'loggedOut' }));
    };
    const unsubscribe = subscribeSession(check);
    check();
  });
}
