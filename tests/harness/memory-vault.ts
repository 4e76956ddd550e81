/** A keyring in memory. */
import type { Credentials, TokenVault } from '../../main/vault/token-vault.ts';

export function memoryVault(): TokenVault {
  const kept = new Map<string, Credentials>();
  const keyOf = (server: string, userId: string) => `${server} ${userId}`;
  return {
    place: 'secret-service',
    load: async (server, userId) => kept.get(keyOf(server, userId)),
    save: async (server, credentials) => {
      kept.set(keyOf(server, credentials.userId), credentials);
    },
    remove: async (server, userId) => {
      kept.delete(keyOf(server, userId));
    },
  };
}
