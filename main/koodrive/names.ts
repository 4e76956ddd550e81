/** Which names KooDrive takes (API section 6 and 16, open point 17), and which ids and names we take from it. */
import { KooError } from '../model/errors.ts';

const MAX_NAME = 250;

/** Why the server would refuse this name, in words for the log; undefined when it is fine. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'empty or only spaces';
  if (name === '.' || name === '..') return 'stands for a folder itself';
  // UTF-16 units: what a Java server's length() counts; for nearly all names the same as characters
  if (name.length > MAX_NAME) return `longer than ${String(MAX_NAME)} characters`;
  if (/[<>|:"*?/\\]/.test(name)) return 'holds one of < > | : " * ? / \\';
  // not forbidden in the text, but we refuse them in answers, so a file of that name could never be read back
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return 'holds a control character or half a letter';
  return undefined;
}

/** Throws NAME_REFUSED before a name goes out that section 6 forbids. */
export function assertName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new KooError('NAME_REFUSED', `the name is ${problem}`);
}

/**
 * A name from the server that could lead out of its folder (a backslash does on Windows), or that no disk could keep,
 * once it is part of a path here.
 */
export const isSafeName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && name.length <= 1_024 && !/[/\\\p{Cc}\p{Cs}]/u.test(name);

/** Ids are opaque, but they become part of an address and a key in our database. */
export const isSafeId = (id: string): boolean =>
  id !== '' && id !== '.' && id !== '..' && id.length <= 512 && !/[\s/\\\p{Cc}\p{Cs}]/u.test(id);
