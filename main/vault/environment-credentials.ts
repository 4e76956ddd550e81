/**
 * Credentials out of the environment, for the CLI and CI: KOOSYNC_USER_ID with KOOSYNC_TOKEN, or with KOOSYNC_APP_ID
 * and KOOSYNC_APP_SECRET. They hold for whatever server is asked; nothing is ever written back.
 */
import { KooError } from '../model/errors.ts';
import type { Credentials } from './token-vault.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const names = ['KOOSYNC_USER_ID', 'KOOSYNC_TOKEN', 'KOOSYNC_APP_ID', 'KOOSYNC_APP_SECRET'] as const;

/** What the variables say; undefined when none is set. Throws BAD_USAGE when only some, or too many, are. */
export function credentialsFromEnvironment(env: Environment): Credentials | undefined {
  const [userId, token, appId, appSecret] = names.map((name) => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  });
  if (userId === undefined && token === undefined && appId === undefined && appSecret === undefined)
    return undefined;
  const refuse = (why: string): never => {
    throw new KooError('BAD_USAGE', why);
  };
  if (userId === undefined) return refuse('KOOSYNC_USER_ID is not set, but other sign-in variables are.');
  if (token !== undefined) {
    if (appId !== undefined || appSecret !== undefined)
      return refuse('Set either KOOSYNC_TOKEN or KOOSYNC_APP_ID with KOOSYNC_APP_SECRET, not both.');
    return { kind: 'token', userId, token };
  }
  if (appId === undefined && appSecret === undefined)
    return refuse(
      'KOOSYNC_USER_ID alone is no sign-in: set KOOSYNC_TOKEN, or KOOSYNC_APP_ID and KOOSYNC_APP_SECRET.',
    );
  if (appId === undefined) return refuse('KOOSYNC_APP_SECRET is set, but KOOSYNC_APP_ID is not.');
  if (appSecret === undefined) return refuse('KOOSYNC_APP_ID is set, but KOOSYNC_APP_SECRET is not.');
  return { kind: 'app', userId, appId, appSecret };
}
