/** The user's spaces as the window shows them: KooDrive gives them a kind and an id, users want a name. */
import type { Translate } from '../../shared/strings/index.ts';
import type { SpaceEntry } from '../../shared/views.ts';
import type { Space } from '../koodrive/api.ts';

/** Only the ones that take files. Two of one kind are told apart by the end of their ids. */
export function spacesView(spaces: readonly Space[], translate: Translate): SpaceEntry[] {
  const usable = spaces.filter((space) => space.active);
  return usable.map((space) => {
    const kind = kindWords(space.type, translate);
    const twin = usable.some((other) => other !== space && other.type === space.type);
    return {
      containerId: space.containerId,
      name: twin ? `${kind} (...${space.containerId.slice(-6)})` : kind,
      used: space.used,
      capacity: space.capacity,
    };
  });
}

/** Space types as the API document numbers them. */
function kindWords(type: string, translate: Translate): string {
  if (type === '0') return translate('desktop.space.department');
  if (type === '2') return translate('desktop.space.group');
  return translate('desktop.space.personal');
}
