/** The names of the user's spaces: KooDrive gives them a type and an ID alone. */
import type { Translate } from '../../shared/strings/index.ts';

type Named = { readonly containerId: string; readonly type: string };

/** Two of one kind are told apart by the end of their IDs. */
export const spaceName = (space: Named, all: readonly Named[], translate: Translate): string => {
  const kind = translate(kindWords(space.type));
  const twin = all.some((other) => other.containerId !== space.containerId && other.type === space.type);
  return twin ? translate('space.twin', { kind, end: space.containerId.slice(-6) }) : kind;
};

/** Space types as the API document numbers them. */
const kindWords = (type: string) =>
  type === '0' ? 'space.department' : type === '2' ? 'space.team' : 'space.personal';
