/** Percent-encoding by RFC 3986: A-Z a-z 0-9 - _ . ~ stay, all else is %XY. One rule for addresses and signatures. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** `/a/b%20c` of raw segments. */
export const encodePath = (segments: readonly string[]): string =>
  segments.map((s) => `/${encode(s)}`).join('');

/** `a=1&b=` in code order of the names (API section 3), '' for none. */
export const encodeQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
