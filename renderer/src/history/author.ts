/** Who made a version, in words: the account's own id is "you". */
import type { Translate } from '../../../shared/strings/index.ts';
import type { ListedVersion } from '../../../shared/views.ts';

export function authorWords(
  version: ListedVersion,
  ownId: string | undefined,
  t: Translate,
): string | undefined {
  if (version.createdBy !== undefined && version.createdBy === ownId) return t('history.byYou');
  const who = version.author ?? version.createdBy;
  return who === undefined ? undefined : t('history.by', { who });
}

/** Why it came to be, where that is known. */
export function reasonWords(version: ListedVersion, t: Translate): string | undefined {
  if (version.restoredFrom !== undefined) return t('history.restoredFrom', { number: version.restoredFrom });
  switch (version.reason) {
    case 'created':
      return version.revisionVersion === 1 ? t('history.reasonCreated') : undefined;
    case 'restored':
      return t('history.reasonRestored');
    case 'kept-both':
      return t('history.reasonKeptBoth');
    case undefined:
      return undefined;
  }
}

/** How the size differs from the version before. */
export const changeWords = (change: number, t: Translate, sizeInList: (bytes: number) => string): string =>
  change === 0
    ? t('history.sameSize')
    : change > 0
      ? t('history.larger', { size: sizeInList(change) })
      : t('history.smaller', { size: sizeInList(-change) });
