/**
 * Finds files of all pairs by words of their names and folders. The database leaves out what cannot match and puts the
 * likeliest first; the order among those is decided here, by pure functions. Reads `node_path` (baseline.ts owns it).
 */
import { nameKey, nameOf } from '../../model/relative-path.ts';
import { numberIn } from '../../storage/columns.ts';
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
const spare = 4;

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
  for (const word of words) conditions.push(holds(word, given));
  const time = show === 'deleted' ? 'gone_at' : 'synced_at';
  const isRanked = words.length > 0 && show !== 'recent';
  // chosen by their ids alone, so that a sort of very many moves numbers and no names
  const rows = db.all(
    `SELECT pair_id, path, size, synced_at, gone_at FROM node_path WHERE id IN (
       SELECT id FROM node_path WHERE ${conditions.join(' AND ')}
         ORDER BY ${isRanked ? `${likelihood(words, given)}, ` : ''}${time} DESC
         LIMIT ${given(isRanked ? limit * spare : limit)})
     ORDER BY ${time} DESC, path`,
    ...values,
  );
  const found = rows.map((row): FoundFile => ({
    pairId: Number(row['pair_id']),
    path: String(row['path']),
    size: Number(row['size'] ?? 0),
    syncedAt: numberIn(row, 'synced_at'),
    missing: row['gone_at'] !== null,
  }));
  // the others stand in an order of their own
  return isRanked ? ranked(found, words, limit) : found;
}

type Given = (value: string) => string;

/**
 * Is the word in the path? LIKE folds the letters of ASCII alone. Of others the name has a folded copy, and a folder is
 * looked for as the word is written in small letters, in capitals, and with one capital, in both normal forms.
 */
function holds(word: string, given: Given): string {
  const like = (column: string, text: string) => `${column} LIKE ${given(`%${escaped(text)}%`)} ESCAPE '\\'`;
  if (hasOneForm(word)) return like('path', word);
  const [first = '', ...rest] = word;
  const cases = [word, word.toUpperCase(), first.toUpperCase() + rest.join('')];
  const forms = new Set(cases.flatMap((text) => [text.normalize('NFC'), text.normalize('NFD')]));
  return `(${[`instr(name_key, ${given(word)}) > 0`, ...[...forms].map((form) => like('path', form))].join(' OR ')})`;
}

/** Letters of ASCII, which LIKE folds, and letters that have neither cases nor forms. */
const hasOneForm = (word: string): boolean =>
  /^(?:[\x21-\x7e]|[\p{Lo}\p{N}])+$/u.test(word) && word.normalize('NFD') === word;

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The same order as rankOf's, as far as the database can say it. */
function likelihood(words: readonly string[], given: Given): string {
  const whole = words.join(' ');
  const begins = (text: string) => `substr(name_key, 1, length(${given(text)})) = ${given(text)}`;
  const inName = words.map((word) => `instr(name_key, ${given(word)}) > 0`);
  return `CASE WHEN name_key = ${given(whole)} OR ${begins(`${whole}.`)} THEN 0 WHEN ${begins(whole)} THEN 1
    WHEN ${inName.join(' AND ')} THEN 2 WHEN ${inName.join(' OR ')} THEN 4 ELSE 5 END`;
}
