/** Issued tokens with their sliding life (API section 2: 20 minutes, each call starts them anew). */
import { randomBytes } from 'node:crypto';
import { defaults } from '../defaults.ts';
import type { Switches } from '../switches/switches.ts';
import type { Database } from './database.ts';

export const tokenLifeMs = 20 * 60_000;
/** expiresIn 1800 of the carrier login's example, taken as seconds */
export const carrierLifeMs = 30 * 60_000;

export type IssuedToken = {
  /** without scheme */
  token: string;
  userId: string;
  sessionId: string;
  refreshToken: string | null;
  lifeMs: number;
  lastUsed: number;
  /** 0: does not die of idling (the demo token, unless a switch says so) */
  idles: number;
};

export type Tokens = {
  issue: (userId: string, lifeMs: number, refreshToken?: string) => IssuedToken;
  /**
   * The token of an Authorization value (`Bearer x`, `Bearer+x`, `AT x`, `ATx`), if it is alive at `now`, its life
   * begun anew.
   */
  use: (authorization: string, now: number) => IssuedToken | undefined;
  byRefreshToken: (refreshToken: string) => IssuedToken | undefined;
  kill: (authorization: string) => void;
  /** Writes lives to the database: on a stop, so that a restart goes on with them. */
  flush: () => void;
};

/** `Bearer x`, `Bearer+x`, `AT x`, `AT+x`, `ATx` to x; undefined for anything else. */
const bareToken = (authorization: string): string | undefined =>
  /^(?:Bearer[ +]|AT[ +]?)(\S+)$/.exec(authorization)?.[1];

export const openTokens = (db: Database, switches: Switches, now: () => number): Tokens => {
  const tokens = new Map<string, IssuedToken>();
  for (const row of db.all<IssuedToken>('SELECT * FROM tokens')) tokens.set(row.token, row);
  const save = (row: IssuedToken): void => {
    db.run(
      'INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)',
      row.token,
      row.userId,
      row.sessionId,
      row.refreshToken,
      row.lifeMs,
      row.lastUsed,
      row.idles,
    );
  };
  const add = (row: IssuedToken): IssuedToken => {
    tokens.set(row.token, row);
    save(row);
    return row;
  };
  if (!tokens.has(defaults.token)) {
    add({
      token: defaults.token,
      userId: defaults.userId,
      sessionId: 'demo-session',
      refreshToken: null,
      lifeMs: tokenLifeMs,
      lastUsed: now(),
      idles: 0,
    });
  }
  return {
    issue: (userId, lifeMs, refreshToken) =>
      add({
        token: randomBytes(16).toString('hex'),
        userId,
        sessionId: randomBytes(12).toString('hex'),
        refreshToken: refreshToken ?? null,
        lifeMs,
        lastUsed: now(),
        idles: 1,
      }),
    use: (authorization, at) => {
      if (switches.tokensDead) return undefined;
      const bare = bareToken(authorization);
      const found = bare === undefined ? undefined : tokens.get(bare);
      if (!found) return undefined;
      const mortal = found.idles === 1 || switches.demoTokenExpires;
      if (mortal && at - found.lastUsed > found.lifeMs) return undefined;
      found.lastUsed = at;
      return found;
    },
    byRefreshToken: (refreshToken) =>
      [...tokens.values()].findLast((token) => token.refreshToken === refreshToken),
    kill: (authorization) => {
      const bare = bareToken(authorization) ?? authorization;
      // The demo token outlives a sign-out: a fresh client must be able to sign in with it again.
      if (bare === defaults.token) return;
      tokens.delete(bare);
      db.run('DELETE FROM tokens WHERE token = ?', bare);
    },
    flush: () => {
      db.transaction(() => {
        for (const row of tokens.values()) save(row);
      });
    },
  };
};
