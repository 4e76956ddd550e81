/** Versions as rows: newest first, and under the name of their day when there are many. Pure. */
import type { Version } from '../../../shared/views.ts';
import { dayKey } from '../format/time.ts';

/** Fewer than this are seen at a glance, and headings would only stand in the way. */
export const groupFrom = 8;

export type VersionRow = {
  readonly version: Version;
  /** a moment of the day that begins with this row; undefined on all others */
  readonly day: number | undefined;
};

export function groupVersions(versions: readonly Version[]): VersionRow[] {
  const ordered = versions.toSorted(
    (a, b) => b.createdAt - a.createdAt || b.revisionVersion - a.revisionVersion,
  );
  if (ordered.length < groupFrom) return ordered.map((version) => ({ version, day: undefined }));
  return ordered.map((version, index) => {
    const before = ordered[index - 1];
    const begins = before === undefined || dayKey(before.createdAt) !== dayKey(version.createdAt);
    return { version, day: begins ? version.createdAt : undefined };
  });
}

/** The versions that were not there before: those get a gentle light. Nothing is new the first time. */
export function newcomers(
  before: readonly Version[] | undefined,
  now: readonly Version[],
): ReadonlySet<string> {
  if (before === undefined) return new Set();
  const known = new Set(before.map((version) => version.revisionId));
  return new Set(
    now.filter((version) => !known.has(version.revisionId)).map((version) => version.revisionId),
  );
}
