/**
 * The only door from KooSync to the user's browser. What is opened is the URL as we parsed it, written out again: two
 * parsers that read one text differently are how such checks are got round.
 */

/** Hosts whose pages KooSync may show, in the user's own browser. */
const allowedHosts: readonly string[] = ['www.huaweicloud.com', 'support.huaweicloud.com'];

/** True when it was opened. `open` is shell.openExternal, or a test's. */
export async function openExternal(text: string, open: (url: string) => Promise<void>): Promise<boolean> {
  const url = permittedUrl(text);
  if (url === undefined) return false;
  await open(url);
  return true;
}

/** The URL to open, or undefined: https, a host from the list, its own port, no user name in front. */
function permittedUrl(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return undefined;
  return allowedHosts.includes(url.hostname) ? url.href : undefined;
}
