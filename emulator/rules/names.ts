/** Rules of file and folder names (API section 6 and open point 17). */
import { badParameter } from './failure.ts';
import { formatCompactDate } from './dates.ts';

/** Counted in UTF-16 units, the stricter reading: two per emoji. */
const longestName = 250;

/** Refuses with 13000102 a name that the API forbids; gives nothing back. */
export const checkName = (name: string): void => {
  if (name.trim() === '') throw badParameter('name is empty');
  if (name === '.' || name === '..') throw badParameter('name is . or ..');
  if (name.length > longestName) throw badParameter(`name is longer than ${longestName} characters`);
  if (/[<>|:"*?/\\]/.test(name)) throw badParameter('name holds a forbidden character');
};

/** Parts of a name: `a.tar.gz` gives stem `a.tar`, last suffix `gz`, full suffix `tar.gz`; suffixes may be empty. */
export const splitName = (name: string): { stem: string; suffix: string; fullSuffix: string } => {
  const last = name.lastIndexOf('.');
  if (last <= 0) return { stem: name, suffix: '', fullSuffix: '' };
  return {
    stem: name.slice(0, last),
    suffix: name.slice(last + 1),
    fullSuffix: name.slice(name.indexOf('.', 1) + 1),
  };
};

/**
 * The name that autoRename 2 and renameMode 2 make on a clash: the time goes before the last suffix. The API says
 * "timestamp appended" and shows no form; `attempt` 0 has none but the time, later ones a number as well.
 */
export const withTimestamp = (name: string, at: number, attempt: number): string => {
  const { stem, suffix } = splitName(name);
  const stamp = formatCompactDate(at).replace(/\D/g, '');
  const tail = `_${stamp}${attempt === 0 ? '' : `_${attempt}`}${suffix === '' ? '' : `.${suffix}`}`;
  return stem.slice(0, longestName - tail.length) + tail;
};
