/** Where the client takes its credentials from, call by call: they may change while it runs (open point 21). */
import { KooError } from '../model/errors.ts';
import type { Credentials } from '../vault/token-vault.ts';

export type CredentialSource = {
  /** undefined: nobody is signed in. May throw KEYRING_UNAVAILABLE. Asked before every call, so it should be quick. */
  current(): Promise<Credentials | undefined>;
  /** A refresh gave a new token. Without this the client never refreshes: the new token would be lost. */
  changed?(credentials: Credentials): Promise<void> | void;
};

/** Credentials that do not change: the environment's, or a test's. */
export const fixedSource = (credentials: Credentials): CredentialSource => ({
  current: () => Promise.resolve(credentials),
});

export async function requireCredentials(source: CredentialSource): Promise<Credentials> {
  const found = await source.current();
  if (found === undefined) throw new KooError('SIGN_IN_NEEDED', 'nobody is signed in');
  return found;
}
