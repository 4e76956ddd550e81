/** A file's versions out of pages that come one after the other, from two sources. Newest first. Pure. */
import type { ListedVersion } from '../../../shared/views.ts';

/** What is said twice: the later word counts, and what it leaves out stays as it was. */
function joined(before: ListedVersion, now: ListedVersion): ListedVersion {
  const said = Object.entries(now).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}

/**
 * Puts a page among the versions that are known already. The order is the server's own, so that it holds for versions
 * of which nothing but the id is known: a newcomer stands behind the one that the page has before it. `after` is the
 * last version of the page before this one; without it the page is the first.
 */
export function mergeVersions(
  known: readonly ListedVersion[],
  page: readonly ListedVersion[],
  after?: string,
): ListedVersion[] {
  if (page.length === 0) return [...known];
  const told = new Map(page.map((version) => [version.revisionId, version]));
  const here = new Set(known.map((version) => version.revisionId));
  // one page tells which is the latest, and then no other one is
  const hasLatest = page.some((version) => version.latest === true);
  const behind = new Map<string | undefined, ListedVersion[]>();
  let anchor = after !== undefined && here.has(after) ? after : undefined;
  for (const version of page) {
    if (here.has(version.revisionId)) anchor = version.revisionId;
    else behind.set(anchor, [...(behind.get(anchor) ?? []), version]);
  }
  const merged = [...(behind.get(undefined) ?? [])];
  for (const version of known) {
    const now = told.get(version.revisionId);
    const whole = now === undefined ? version : joined(version, now);
    const isNotLatest = hasLatest && now?.latest !== true && whole.latest === true;
    merged.push(isNotLatest ? { ...whole, latest: false } : whole, ...(behind.get(version.revisionId) ?? []));
  }
  return merged;
}

/** After all pages were read: what none of them had is gone from the server. */
export const keepOnly = (known: readonly ListedVersion[], read: ReadonlySet<string>): ListedVersion[] =>
  known.filter((version) => read.has(version.revisionId));

/** Details of single versions, put in where they are; of versions that are not here they say nothing. */
export function mergeDetails(
  known: readonly ListedVersion[],
  details: readonly ListedVersion[],
): ListedVersion[] {
  const told = new Map(details.map((version) => [version.revisionId, version]));
  return known.map((version) => {
    const now = told.get(version.revisionId);
    return now === undefined ? version : joined(version, now);
  });
}

/** Has a list left out what a row shows? */
export const lacksDetails = (version: ListedVersion): boolean =>
  version.createdAt === undefined || version.size === undefined || version.revisionVersion === undefined;

/** The versions that were not there before: those get a gentle light. Nothing is new the first time. */
export function newcomers(
  before: readonly ListedVersion[] | undefined,
  now: readonly ListedVersion[],
): ReadonlySet<string> {
  if (before === undefined) return new Set();
  const known = new Set(before.map((version) => version.revisionId));
  return new Set(
    now.filter((version) => !known.has(version.revisionId)).map((version) => version.revisionId),
  );
}
