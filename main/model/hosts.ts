/**
 * The hosts that KooDrive works with: the API's, and the storages that its links lead to. Each can be out of reach
 * alone, so each is told apart by its name.
 */
export type Host = string;

/** The host of the account's server: everything but contents. */
export const apiHost: Host = 'api';

/** The storage that a link leads to; of its address no more than names the host, for the rest is a signature. */
export function storageHostOf(link: string): Host {
  try {
    return hostOf(new URL(link));
  } catch {
    return 'storage';
  }
}

/** The same of a link that was read already. */
export function hostOf({ origin, protocol }: URL): Host {
  // an address of a scheme that the web does not know has no origin
  return origin === 'null' ? protocol : origin;
}

export const isStorage = (host: Host): boolean => host !== apiHost;
