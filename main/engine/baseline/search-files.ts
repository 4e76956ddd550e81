/**
 * Finds files of all pairs by words of their names and folders. The database leaves out what cannot match and puts the
 * likeliest first; the order among those is decided here, by pure functions. Reads the table `node` (baseline.ts owns it).
 */
import { nameKey, nameOf } from '../../model/relative-path.ts';
import type { Database } from '../../storage/database.ts';

/** `recent`: on this disk, the last synced first; `deleted`: missing on this disk, in the bin or not. */
export type SearchedFiles = 'all' | 'recent' | 'deleted';

export type FoundFile = {
  readonly pairId: number;
  readonly path: string;
  readonly size: number;
  readonly syncedAt: number | undefined;
  readonly missing: boolean;
};

/** What is compared: one normal form and one case, of the query as of a path. */
export const searchWords = (query: string): readonly string[] => {
  const words = nameKey(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  // as many as a user types; a pasted text is not a search
  return words.slice(0, 12);
};

/** How well a path fits: 0 is best; undefined where a word is nowhere in it. */
export function rankOf(path: string, words: readonly string[]): number | undefined {
  const whole = nameKey(path);
  if (!words.every((word) => whole.includes(word))) return undefined;
  if (words.length === 0) return 0;
  const name = nameOf(whole);
  const asWritten = words.join(' ');
  const stem = name.replace(/(?<=.)\.[^.]*$/u, '');
  if (name === asWritten || stem === asWritten) return 0;
  if (name.startsWith(asWritten)) return 1;
  const inName = words.filter((word) => name.includes(word));
  if (inName.length === words.length) return words.every((word) => beginsAWord(name, word)) ? 2 : 3;
  return inName.length > 0 ? 4 : 5;
}

const beginsAWord = (name: string, word: string): boolean => {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(name.charAt(at - 1))) return true;
  return false;
};

/** The best first; those that fit alike in the order of their last sync. */
function ranked(found: readonly FoundFile[], words: readonly string[], limit: number): FoundFile[] {
  const fits = found.flatMap((file) => {
    const rank = rankOf(file.path, words);
    return rank === undefined ? [] : [{ file, rank }];
  });
  const newer = (a: FoundFile, b: FoundFile) => (b.syncedAt ?? 0) - (a.syncedAt ?? 0);
  fits.sort((a, b) => a.rank - b.rank || newer(a.file, b.file) || (a.file.path < b.file.path ? -1 : 1));
  return fits.slice(0, limit).map(({ file }) => file);
}

/** How many more than are wanted the database gives, since it knows less of the order. */
const spare = 8;

export function searchFiles(
  db: Pick<Database, 'all'>,
  query: string,
  show: SearchedFiles,
  limit: number,
): FoundFile[] {
  const words = searchWords(query);
  const values: (string | number)[] = [];
  const given = (value: string | number) => `?${values.push(value)}`;
  const conditions = ["kind = 'file'", 'superseded = 0'];
  if (show === 'deleted') conditions.push('gone_at IS NOT NULL');
  if (show === 'recent') conditions.push('gone_at IS NULL', 'synced_at IS NOT NULL');
  for (const word of words)
    for (const part of surelyFound(word))
      conditions.push(`path LIKE ${given(`%${escaped(part)}%`)} ESCAPE '\\'`);
  const time = show === 'deleted' ? 'gone_at' : 'synced_at';
  const order = words.length === 0 || show === 'recent' ? '' : `${likelihood(words, given)}, `;
  const rows = db.all(
    `SELECT pair_id, path, size, synced_at, gone_at FROM node WHERE ${conditions.join(' AND ')}
       ORDER BY ${order}${time} DESC, path LIMIT ${given(hasAll(words) ? limit * spare : -1)}`,
    ...values,
  );
  const found = rows.map((row): FoundFile => ({
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    size: Number(row['size'] ?? 0),
    syncedAt: typeof row['synced_at'] === 'number' ? row['synced_at'] : undefined,
    missing: row['gone_at'] !== null,
  }));
  if (words.length === 0) return found.slice(0, limit);
  // these stand in an order of their own, and only what does not fit is taken out
  if (show === 'recent') return found.filter(({ path }) => rankOf(path, words) !== undefined).slice(0, limit);
  return ranked(found, words, limit);
}

/** Is each word looked for whole by the database, so that what it gives needs no second choice? */
const hasAll = (words: readonly string[]): boolean => words.every((word) => surelyFound(word)[0] === word);

/**
 * Parts of a word that LIKE finds whenever the word is there, in any case and any normal form: letters of ASCII, which
 * LIKE folds, and letters that have one form alone. The rest is left to rankOf.
 */
export const surelyFound = (word: string): readonly string[] =>
  // a mark that is combined with the letter before it changes that one's form
  [...word.matchAll(/(?:[\x21-\x7e]|[\p{Lo}\p{N}])+/gu)]
    .map(([part]) => part)
    .filter((part) => part.normalize('NFD') === part);

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The same order as rankOf's, as far as LIKE can say it. */
function likelihood(words: readonly string[], given: (value: string) => string): string {
  const whole = escaped(words.join(' '));
  const inName = words.map((word) => `name_key LIKE ${given(`%${escaped(word)}%`)} ESCAPE '\\'`);
  return `CASE WHEN name_key = ${given(words.join(' '))} OR name_key LIKE ${given(`${whole}.%`)} ESCAPE '\\' THEN 0
    WHEN name_key LIKE ${given(`${whole}%`)} ESCAPE '\\' THEN 1
    WHEN ${inName.join(' AND ')} THEN 2 WHEN ${inName.join(' OR ')} THEN 4 ELSE 5 END`;
}
