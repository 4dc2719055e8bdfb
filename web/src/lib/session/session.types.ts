import type { ActionResult } from '../../../../lib/contract.ts';
import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import type { ApiProblem } from '../problem.ts';

/** What login, register and refresh answer. */
export type TokenAnswer = ActionResult<typeof oauthContract.login>;
export type SessionUser = TokenAnswer['user'];

export type SessionState =
  | { status: 'starting' }
  /** The page was opened with a session, but the server does not answer. */
  | { status: 'unreachable'; problem: ApiProblem }
  | { status: 'anonymous' }
  | { status: 'active'; user: SessionUser }
  /** The session ended while the page was in use: what was typed stays, and waiting requests go on after a new login. */
  | { status: 'expired'; user: SessionUser };
