/** Times on the wire (open point 14). All times of ours are epoch milliseconds, UTC. */

/** `yyyy-MM-dd'T'HH:mm:ss'Z'`: createdTime of files and versions. */
export const fileTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** With milliseconds: createdTime of folders. */
export const folderTime = (ms: number): string => new Date(ms).toISOString();

/** Reads all three documented forms and epoch milliseconds (number or text); undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{1,16}$/.test(text)) return Number(text);
  // the form without a zone is UTC like the others
  const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text);
  const time = Date.parse(spaced === null ? text : `${String(spaced[1])}T${String(spaced[2])}Z`);
  return Number.isNaN(time) ? undefined : time;
}
