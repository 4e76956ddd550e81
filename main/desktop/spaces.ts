/** The user's spaces as the window shows them. */
import type { Translate } from '../../shared/strings/index.ts';
import type { SpaceEntry } from '../../shared/views.ts';
import { spaceName } from '../account/space-name.ts';
import type { Space } from '../koodrive/api.ts';

/** Only the ones that take files. */
export function spacesView(spaces: readonly Space[], translate: Translate): SpaceEntry[] {
  const usable = spaces.filter((space) => space.active);
  return usable.map((space) => ({
    containerId: space.containerId,
    name: spaceName(space, usable, translate),
    used: space.used,
    capacity: space.capacity,
  }));
}
