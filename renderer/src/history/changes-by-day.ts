/** What changed in a folder, by the user's own days. Pure. */
import type { FolderChange } from '../../../shared/views.ts';
import { dayKey } from '../format/time.ts';

export type ChangesOfDay = {
  readonly at: number;
  /** with its place in the whole list */
  readonly changes: readonly { readonly change: FolderChange; readonly index: number }[];
};

export function changesByDay(changes: readonly FolderChange[]): ChangesOfDay[] {
  const days: { at: number; changes: { change: FolderChange; index: number }[] }[] = [];
  for (const [index, change] of changes.entries()) {
    const last = days.at(-1);
    if (last !== undefined && dayKey(last.at) === dayKey(change.at)) last.changes.push({ change, index });
    else days.push({ at: change.at, changes: [{ change, index }] });
  }
  return days;
}
