/** Who is signed in, by what stays the same when the secret changes: to tell whose a pair is. */
import type { AccountKey } from '../model/pair.ts';
import type { Account } from './account.ts';

/**
 * Asked with every call to the server, so it asks neither vault nor server. Undefined: nobody is signed in, or the settings say
 * nothing that can be understood. `parseServer` gives an address its normal form; what it throws counts as nobody.
 */
export function accountKeyOf(
  account: Pick<Account, 'who'>,
  parseServer: (text: string) => string,
): () => AccountKey | undefined {
  let parsed: { readonly text: string; readonly server: string } | undefined;
  return () => {
    try {
      const { signedIn, server, userId } = account.who();
      if (!signedIn) return undefined;
      if (parsed?.text !== server) parsed = { text: server, server: parseServer(server) };
      return { server: parsed.server, userId };
    } catch {
      return undefined;
    }
  };
}
