/** With what the chosen version is compared, and which contents a pane needs for it. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';
import { versionBefore } from './timeline.ts';
import type { Wanted } from './use-held-contents.ts';

export type Against =
  | { readonly kind: 'before' }
  | { readonly kind: 'disk' }
  | { readonly kind: 'version'; readonly revisionId: string };

/** What the pane shows: a version by its id, or what is on disk and in no version. */
export type Chosen = { readonly kind: 'version'; readonly revisionId: string } | { readonly kind: 'present' };

export type Needed =
  | { readonly state: 'contents'; readonly wanted: readonly Wanted[] }
  /** there is nothing to compare with, and why */
  | { readonly state: 'nothing-before' }
  | { readonly state: 'same' };

const onDisk: Wanted = { revisionId: undefined };

const wantedOf = (chosen: Chosen): Wanted =>
  chosen.kind === 'present' ? onDisk : { revisionId: chosen.revisionId };

const contents = (wanted: readonly Wanted[]): Needed => ({ state: 'contents', wanted });

/** The older one comes first. */
function inOrder(versions: readonly ListedVersion[], one: string, other: string): readonly Wanted[] {
  const at = (revisionId: string): number =>
    versions.findIndex((version) => version.revisionId === revisionId);
  const [older, newer] = at(one) > at(other) ? [one, other] : [other, one];
  return [{ revisionId: older }, { revisionId: newer }];
}

export function neededFor(
  mode: 'preview' | 'changes',
  chosen: Chosen,
  against: Against,
  versions: readonly ListedVersion[],
): Needed {
  if (mode === 'preview') return contents([wantedOf(chosen)]);
  if (against.kind === 'version') {
    if (chosen.kind === 'present') return contents([{ revisionId: against.revisionId }, onDisk]);
    if (chosen.revisionId === against.revisionId) return { state: 'same' };
    return contents(inOrder(versions, chosen.revisionId, against.revisionId));
  }
  if (against.kind === 'disk' && chosen.kind === 'version')
    return contents([{ revisionId: chosen.revisionId }, onDisk]);
  const before = chosen.kind === 'present' ? versions[0] : versionBefore(versions, chosen.revisionId);
  return before === undefined
    ? { state: 'nothing-before' }
    : contents([{ revisionId: before.revisionId }, wantedOf(chosen)]);
}
