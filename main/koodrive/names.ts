/** Which names KooDrive takes (API section 6 and 16, open point 17), and which ids and names we take from it. */
import { endsInDropped, isDeviceName } from '../model/device-names.ts';
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
 * May a name from the server become part of a path here? One that KooDrive itself forbids could lead out of its folder, or
 * into another stream or device on Windows; one that Windows does not keep could not be given back there.
 */
export const isUsableName = (name: string): boolean =>
  nameProblem(name) === undefined && !endsInDropped(name) && !isDeviceName(name);

/** Ids are opaque, but they become part of an address and a key in our database. */
export const isSafeId = (id: string): boolean =>
  id !== '' && id !== '.' && id !== '..' && id.length <= 512 && !/[\s/\\\p{Cc}\p{Cs}]/u.test(id);
