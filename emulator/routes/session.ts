/** Sign-in calls of both editions (API section 2). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { filled, read, text } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { badParameter, notSignedIn } from '../rules/failure.ts';
import { carrierLifeMs, tokenLifeMs } from '../store/tokens.ts';
import type { IssuedToken } from '../store/tokens.ts';
import type { World } from '../world.ts';

const userInfo = (userId: string): object => ({
  role: '1',
  userName: 'demo',
  innerUserId: userId,
  userId,
  tenantId: 'demo-tenant',
  orgId: 'demo-org',
  orgName: 'Demo',
  xHwSchema: '',
  userCount: '1',
  deptId: 'demo-dept',
});

export type SessionRoutes = {
  routes: Route[];
  /** A one-time authorization code, as the sign-in page hands one out. */
  makeCode: () => string;
};

const route = (
  method: Route['method'],
  path: string,
  operation: Route['operation'],
  access: Route['access'],
  handle: Route['handle'],
): Route => ({ method, path, operation, access, handle });

export const sessionRoutes = (world: World): SessionRoutes => {
  const codes = new Set<string>();
  return {
    makeCode: () => {
      const code = randomBytes(12).toString('hex');
      codes.add(code);
      return code;
    },
    routes: [...baseRoutes(world, codes), ...carrierRoutes(world)],
  };
};

/** `codes`: authorization codes that were handed out and not yet traded. */
const baseRoutes = (world: World, codes: Set<string>): Route[] => {
  const bearer = (token: IssuedToken): string =>
    `Bearer${world.switches.variant.plusTokens ? '+' : ' '}${token.token}`;

  const authCodeUrl = (call: Call): object => {
    const { domain } = read(z.object({ domain: filled }), call.query);
    return { data: `${world.url()}/_identity/sign-in?domain=${encodeURIComponent(domain)}` };
  };

  const create = (call: Call): object => {
    const { code } = read(z.object({ code: filled }), call.body);
    if (code !== defaults.authCode && !codes.delete(code)) throw notSignedIn('authorization code');
    const token = world.tokens.issue(defaults.userId, tokenLifeMs);
    return {
      data: {
        accessToken: bearer(token),
        sessionId: token.sessionId,
        userId: token.userId,
        userInfo: userInfo(token.userId),
      },
    };
  };

  const auth = (call: Call): object => ({ data: userInfo(call.caller.userId) });

  /** Gives a new token; the old one lives on for what is left of its life. */
  const refresh = (call: Call): object => {
    const session = call.headers['x-session-id'];
    if (typeof session !== 'string' || session === '') throw badParameter('x-session-id missing');
    const old = world.tokens.use(call.caller.authorization, world.now());
    if (old?.sessionId !== session) throw notSignedIn('x-session-id');
    const token = world.tokens.issue(call.caller.userId, tokenLifeMs);
    return { accessToken: bearer(token) };
  };

  const logoff = (call: Call): object => {
    const authorization = call.headers.authorization;
    if (authorization !== undefined) world.tokens.kill(authorization);
    return {};
  };

  return [
    route('GET', '/v1/session/authCodeURL', 'authCodeUrl', 'none', authCodeUrl),
    route('POST', '/v1/session', 'createSession', 'none', create),
    route('GET', '/v1/session/auth', 'authSession', 'token', auth),
    route('POST', '/v1/session/refresh', 'refreshSession', 'token', refresh),
    route('GET', '/v1/session/logoff', 'logoff', 'none', logoff),
  ];
};

const loginBody = z.object({
  account: filled,
  authType: text,
  password: text.optional(),
  captchaToken: text.optional(),
});

const carrierRoutes = (world: World): Route[] => {
  const sessionOf = (token: IssuedToken): object => ({
    accessToken: `AT ${token.token}`,
    expiresIn: carrierLifeMs / 1000,
    issuedAt: String(token.lastUsed),
    refreshToken: token.refreshToken,
  });

  const login = (call: Call): object => {
    if (call.headers['x-hw-agentname'] === undefined) throw badParameter('x-hw-agentName missing');
    const body = read(loginBody, call.body);
    const good =
      body.authType === '1'
        ? body.password === defaults.password
        : body.authType === '2' && body.captchaToken === defaults.captchaToken;
    if (body.account !== defaults.account || !good) throw notSignedIn('account or password');
    const token = world.tokens.issue(defaults.userId, carrierLifeMs, randomBytes(16).toString('hex'));
    return {
      code: '0',
      msg: 'Success.',
      data: {
        userInfo: {
          userId: defaults.userId,
          firstname: 'Demo',
          surname: 'User',
          phone: '',
          email: 'demo@example.com',
        },
        sessionInfo: sessionOf(token),
      },
    };
  };

  const refresh = (call: Call): object => {
    const { refreshToken } = read(z.object({ refreshToken: filled }), call.body);
    const former = world.tokens.byRefreshToken(refreshToken);
    if (!former || world.switches.tokensDead) throw notSignedIn('refreshToken');
    const session = sessionOf(world.tokens.issue(former.userId, carrierLifeMs, refreshToken));
    return {
      code: '0',
      msg: 'Success.',
      data: world.switches.variant.flatRefresh ? session : { sessionInfo: session },
    };
  };

  const logout = (call: Call): object => {
    const body = read(z.object({ userId: filled, accessToken: filled }), call.body);
    world.tokens.kill(body.accessToken);
    return {};
  };

  return [
    route('POST', '/v1/auth/login', 'carrierLogin', 'none', login),
    // The old token may be dead by now, so the refresh token alone decides.
    route('POST', '/v1/auth/refreshToken', 'carrierRefresh', 'none', refresh),
    route('POST', '/v1/auth/logout', 'carrierLogout', 'token', logout),
  ];
};
