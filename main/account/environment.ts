/**
 * Sign-in by environment, for the CLI on machines without a keyring (CI, servers): KOOSYNC_SERVER, KOOSYNC_USER_ID
 * and either KOOSYNC_TOKEN or KOOSYNC_APP_ID + KOOSYNC_APP_SECRET. All of one way, or none: a half is said at once
 * and is never silently completed from the keyring.
 */
import { KooError } from '../model/errors.ts';
import { credentialsFromEnvironment } from '../vault/environment-credentials.ts';
import type { Credentials } from '../vault/token-vault.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `server` is as written, not yet checked. */
export type EnvironmentAccount = { readonly server: string; readonly credentials: Credentials };

/** Undefined when none of the variables is set (an empty one counts as not set). Throws BAD_USAGE naming what lacks. */
export const readEnvironment = (env: Environment): EnvironmentAccount | undefined => {
  const has = (name: string) => (env[name] ?? '').trim() !== '';
  const names = [
    'KOOSYNC_SERVER',
    'KOOSYNC_USER_ID',
    'KOOSYNC_TOKEN',
    'KOOSYNC_APP_ID',
    'KOOSYNC_APP_SECRET',
  ];
  if (!names.some(has)) return undefined;

  if (has('KOOSYNC_TOKEN') && (has('KOOSYNC_APP_ID') || has('KOOSYNC_APP_SECRET')))
    throw new KooError('BAD_USAGE', 'token and app id/secret are both set', {
      detail: { values: { say: 'sentence.environmentBoth' } },
    });
  const byApp = has('KOOSYNC_APP_ID') || has('KOOSYNC_APP_SECRET');
  if (!byApp && !has('KOOSYNC_TOKEN'))
    throw new KooError('BAD_USAGE', 'the environment names no secret', {
      detail: { values: { say: 'sentence.environmentNoSecret' } },
    });
  const secret = byApp ? ['KOOSYNC_APP_ID', 'KOOSYNC_APP_SECRET'] : [];
  const missing = ['KOOSYNC_SERVER', 'KOOSYNC_USER_ID', ...secret].filter((name) => !has(name));
  const credentials = missing.length === 0 ? credentialsFromEnvironment(env) : undefined;
  if (credentials === undefined)
    throw new KooError('BAD_USAGE', `the environment lacks ${missing.join(', ')}`, {
      detail: { values: { say: 'sentence.environmentHalf', missing: missing.join(', ') } },
    });
  return { server: (env['KOOSYNC_SERVER'] ?? '').trim(), credentials };
};
