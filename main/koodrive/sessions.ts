/**
 * Sign-in, refresh and sign-out (API section 2), for the base and the carrier edition. What comes out are Credentials
 * for a vault; nothing is kept here. App signatures need no session.
 */
import { KooError } from '../model/errors.ts';
import type { Credentials, TokenCredentials } from '../vault/token-vault.ts';
import type { CallOptions, UserInfo } from './api.ts';
import { openConnection, type Connection, type ConnectionOptions } from './connection.ts';
import { checkLink } from './link.ts';
import { send, type Call } from './request.ts';
import { nothing, session, signInUrl, type SessionAnswer } from './schemas.ts';

export type SignedIn = { readonly credentials: TokenCredentials; readonly user: UserInfo };

export type Sessions = {
  /** Where a user signs in; `domain` is the host that the browser comes back to. */
  authCodeUrl(domain: string, options?: CallOptions): Promise<string>;
  /** Trades the authorization code for a session. */
  createSession(code: string, domain: string, options?: CallOptions): Promise<SignedIn>;
  /** A new token for one that is dying or dead; undefined where these credentials cannot be refreshed. */
  refresh(credentials: Credentials, options?: CallOptions): Promise<TokenCredentials | undefined>;
  logoff(credentials: TokenCredentials, options?: CallOptions): Promise<void>;
  /** Carrier edition: with a password or a verification code's token. */
  carrierLogin(
    login: { account: string; agentName: string } & ({ password: string } | { captchaToken: string }),
    options?: CallOptions,
  ): Promise<SignedIn>;
  carrierLogout(credentials: TokenCredentials, options?: CallOptions): Promise<void>;
  close(): Promise<void>;
};

const signedIn = (call: string, answer: SessionAnswer): SignedIn => {
  if (answer.user === undefined) throw new KooError('BAD_ANSWER', `${call}: the answer names no user`);
  return {
    user: answer.user,
    credentials: {
      kind: 'token',
      userId: answer.user.userId,
      token: answer.accessToken,
      ...(answer.sessionId === undefined ? {} : { sessionId: answer.sessionId }),
      ...(answer.refreshToken === undefined ? {} : { refreshToken: answer.refreshToken }),
    },
  };
};

type Ask = <T>(
  credentials: TokenCredentials | undefined,
  call: Call<T>,
  options: CallOptions | undefined,
) => Promise<T>;

/** Over a connection that exists already; the client uses it for its own refresh. */
export function sessionsOver(connection: Connection): Omit<Sessions, 'close'> {
  const ask: Ask = async (credentials, call, options) => {
    const outcome = await send(connection, credentials, call, options);
    if (outcome.ok) return outcome.value;
    throw outcome.error;
  };
  return {
    ...baseSessions(ask, connection),
    ...carrierSessions(ask),
    refresh: async (credentials, options) => {
      if (credentials.kind !== 'token') return undefined;
      const { sessionId, refreshToken } = credentials;
      if (refreshToken !== undefined) return refreshCarrier(ask, credentials, refreshToken, options);
      if (sessionId !== undefined) return refreshBase(ask, credentials, sessionId, options);
      return undefined;
    },
  };
}

const baseSessions = (
  ask: Ask,
  connection: Connection,
): Pick<Sessions, 'authCodeUrl' | 'createSession' | 'logoff'> => ({
  async authCodeUrl(domain, options) {
    const call = {
      call: 'authCodeURL',
      method: 'GET',
      path: ['v1', 'session', 'authCodeURL'],
      query: { domain },
      schema: signInUrl,
    } as const;
    // a browser will open it: the same rule as for links
    return checkLink(await ask(undefined, call, options), connection.server).href;
  },

  async createSession(code, domain, options) {
    // the path ends with a slash (section 2)
    const call = {
      call: 'createSession',
      path: ['v1', 'session', ''],
      body: { code, domain },
      secrets: [code],
      schema: session,
    };
    return signedIn('createSession', await ask(undefined, call, options));
  },

  logoff: (credentials, options) =>
    ask(
      credentials,
      { call: 'logoff', method: 'GET', path: ['v1', 'session', 'logoff'], schema: nothing },
      options,
    ),
});

const carrierSessions = (ask: Ask): Pick<Sessions, 'carrierLogin' | 'carrierLogout'> => ({
  async carrierLogin(login, options) {
    const secret =
      'password' in login
        ? { authType: '1', password: login.password }
        : { authType: '2', captchaToken: login.captchaToken };
    const call = {
      call: 'login',
      path: ['v1', 'auth', 'login'],
      headers: { 'x-hw-agentName': login.agentName },
      body: { account: login.account, ...secret },
      secrets: ['password' in login ? login.password : login.captchaToken],
      schema: session,
    };
    return signedIn('login', await ask(undefined, call, options));
  },

  carrierLogout: (credentials, options) =>
    ask(
      credentials,
      {
        call: 'logout',
        path: ['v1', 'auth', 'logout'],
        body: { userId: credentials.userId, accessToken: credentials.token },
        schema: nothing,
      },
      options,
    ),
});

async function refreshBase(
  ask: Ask,
  credentials: TokenCredentials,
  sessionId: string,
  options: CallOptions | undefined,
): Promise<TokenCredentials> {
  const call = {
    call: 'refresh',
    path: ['v1', 'session', 'refresh'],
    headers: { 'x-session-id': sessionId },
    schema: session,
  };
  const answer = await ask(credentials, call, options);
  return { ...credentials, token: answer.accessToken, sessionId: answer.sessionId ?? sessionId };
}

async function refreshCarrier(
  ask: Ask,
  credentials: TokenCredentials,
  refreshToken: string,
  options: CallOptions | undefined,
): Promise<TokenCredentials> {
  const call = {
    call: 'refreshToken',
    path: ['v1', 'auth', 'refreshToken'],
    body: { refreshToken },
    schema: session,
  };
  const answer = await ask(credentials, call, options);
  return { ...credentials, token: answer.accessToken, refreshToken: answer.refreshToken ?? refreshToken };
}

/**
 * @public No shell signs in by these calls yet: a browser must lead back to the app first.
 */
export function createSessions(options: ConnectionOptions): Sessions {
  const connection = openConnection(options);
  return { ...sessionsOver(connection), close: () => connection.close() };
}
