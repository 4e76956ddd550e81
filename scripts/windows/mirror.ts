/** The mirror that this machine's apt names, so that a chroot is made of what the machine may reach. */

/** `deb [options] URI suite ...` of a sources.list, and `URIs:` of a deb822 file: what Debian itself is fetched from. */
const line = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+.*$/u;
const field = /^URIs:\s*(\S+)/iu;

/**
 * `sources` are the texts of /etc/apt/sources.list and of the files beside it. Gives the first address that ends in
 * `/debian`: repositories of other makers, and the one with security fixes, hold no whole system. Undefined: there is none.
 */
export function mirrorOf(sources: readonly string[]): string | undefined {
  for (const text of sources)
    for (const one of text.split('\n')) {
      const address = (line.exec(one) ?? field.exec(one))?.[1];
      if (address !== undefined && /^(?:https?|file|ftp):.*\/debian\/?$/u.test(address)) return address;
    }
  return undefined;
}
