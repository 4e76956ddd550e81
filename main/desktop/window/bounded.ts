/**
 * Texts that cross into the window, cut where they are longer than anything that is: a page lays out whatever it is given, and
 * a name of 10 MB from a server stopped it for seconds. Pure.
 */

/** The longest path that a system takes (Windows); a page's token is shorter. */
const longestAddress = 32_768;
/** Names and sentences: a whole path of Linux fits into one. */
const longestWords = 8_192;

/** What the page hands back to the main process: cut it would name something else. */
const addresses: ReadonlySet<string> = new Set([
  'path',
  'folder',
  'relativePath',
  'next',
  'url',
  'lost',
  'wanted',
  'same',
]);

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // not between the halves of a letter
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** The very value where nothing in it is too long. `key`: what it stands under; without one it is an address by itself. */
export function bounded<T>(value: T, key?: string): T {
  return within(value, key) as T;
}

function within(value: unknown, key: string | undefined): unknown {
  if (typeof value === 'string')
    return cut(value, key === undefined || addresses.has(key) ? longestAddress : longestWords);
  if (Array.isArray(value)) {
    const all = value.map((one) => within(one, key));
    return all.some((one, i) => one !== value[i]) ? all : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, one, within(one, name)] as const);
  return entries.some(([, before, after]) => before !== after)
    ? Object.fromEntries(entries.map(([name, , after]) => [name, after]))
    : value;
}
