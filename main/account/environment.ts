/**
 * Sign-in by environment, for the CLI on machines without a keyring (CI, servers): KOOSYNC_SERVER, KOOSYNC_USER_ID
 * and either KOOSYNC_TOKEN or KOOSYNC_APP_ID + KOOSYNC_APP_SECRET. All of one way, or none: a half is said at once
 * and is never silently completed from the keyring.
 */
import { KooError } from '../lib/errors.ts';
import type { Credentials } from '../vault/token-vault.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `server` is as written, not yet checked. */
export type EnvironmentAccount = { readonly server: string; readonly credentials: Credentials };

/** Undefined when none of the variables is set (an empty one counts as not set). Throws BAD_USAGE naming what lacks. */
export const readEnvironment = (env: Environment): EnvironmentAccount | undefined => {
  const value = (name: string) => (env[name] === '' ? undefined : env[name]);
  const server = value('KOOSYNC_SERVER');
  const userId = value('KOOSYNC_USER_ID');
  const token = value('KOOSYNC_TOKEN');
  const appId = value('KOOSYNC_APP_ID');
  const appSecret = value('KOOSYNC_APP_SECRET');
  if ([server, userId, token, appId, appSecret].every((one) => one === undefined)) return undefined;

  if (token !== undefined && (appId !== undefined || appSecret !== undefined))
    throw new KooError('BAD_USAGE', 'token and app id/secret are both set', {
      detail: { values: { say: 'environmentBoth' } },
    });
  if (token !== undefined && server !== undefined && userId !== undefined)
    return { server, credentials: { kind: 'token', userId, token } };
  if (appId !== undefined && appSecret !== undefined && server !== undefined && userId !== undefined)
    return { server, credentials: { kind: 'app', userId, appId, appSecret } };

  const missing = [
    ...(server === undefined ? ['KOOSYNC_SERVER'] : []),
    ...(userId === undefined ? ['KOOSYNC_USER_ID'] : []),
    ...(token !== undefined
      ? []
      : appId === undefined && appSecret === undefined
        ? ['KOOSYNC_TOKEN (or KOOSYNC_APP_ID + KOOSYNC_APP_SECRET)']
        : [
            ...(appId === undefined ? ['KOOSYNC_APP_ID'] : []),
            ...(appSecret === undefined ? ['KOOSYNC_APP_SECRET'] : []),
          ]),
  ];
  throw new KooError('BAD_USAGE', `the environment lacks ${missing.join(', ')}`, {
    detail: { values: { say: 'environmentHalf', missing: missing.join(', ') } },
  });
};
