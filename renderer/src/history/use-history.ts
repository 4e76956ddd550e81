/**
 * The versions of one file, kept fresh while they are shown: first what this computer knows, which is there at once and
 * offline; then what the server says, a page after the other. Both are one list.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { KooBridge } from '../../../shared/ipc/bridge.ts';
import type { Failure } from '../../../shared/result.ts';
import type { ListedVersion } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';
import { keepOnly, mergeDetails, mergeVersions, newcomers } from './merge-versions.ts';

/** How long a version that has just arrived is lit. */
const litFor = 5000;

/** Further pages are drawn so often at most: each one draws the whole list anew. */
const drawEvery = 700;

export type Reading =
  | { readonly state: 'reading' }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: Failure };

export type History = {
  readonly versions: readonly ListedVersion[];
  /** nothing is known yet, not even that there is nothing */
  readonly isEmptySoFar: boolean;
  readonly reading: Reading;
  /** when the server said what is shown; undefined: nothing was ever said */
  readonly readAt: number | undefined;
  readonly lit: ReadonlySet<string>;
  readonly refresh: () => void;
  /** puts in what was asked of single versions */
  readonly tell: (details: readonly ListedVersion[]) => void;
  /** takes out one that is deleted */
  readonly forget: (revisionId: string) => void;
};

type Draw = (versions: readonly ListedVersion[], readAt: number | undefined, isLast: boolean) => void;

type Walk = {
  readonly from: readonly ListedVersion[];
  readonly isOver: () => boolean;
  readonly draw: Draw;
  /** goes no further than to a page that holds nothing new: for a list that was read whole before */
  readonly untilKnown: boolean;
};

/** Goes from page to page, and draws each; gives the failure that ended it. */
async function walk(
  ask: (after?: string) => ReturnType<KooBridge['readHistory']>,
  { from, isOver, draw, untilKnown }: Walk,
): Promise<Failure | undefined> {
  let versions = from;
  let after: string | undefined;
  let last: string | undefined;
  const read = new Set<string>();
  for (;;) {
    const page = await (after === undefined ? ask() : ask(after));
    if (isOver()) return undefined;
    if (!page.ok) return page.error;
    const before = untilKnown ? new Set(versions.map((version) => version.revisionId)) : undefined;
    const isKnown = page.value.versions.some((version) => before?.has(version.revisionId) === true);
    versions = mergeVersions(versions, page.value.versions, last);
    for (const version of page.value.versions) read.add(version.revisionId);
    // an empty page with a next one is not the end
    last = page.value.versions.at(-1)?.revisionId ?? last;
    after = page.value.next;
    const isLast = after === undefined || isKnown;
    if (after === undefined && !untilKnown) versions = keepOnly(versions, read);
    draw(versions, page.value.readAt, isLast);
    if (isLast) return undefined;
  }
}

/** Draws at once what is first and last, and what comes between now and then. */
function drawer(draw: (versions: readonly ListedVersion[], readAt: number | undefined) => void): Draw {
  let drawnAt = 0;
  return (versions, readAt, isLast) => {
    if (!isLast && Date.now() - drawnAt < drawEvery) return;
    drawnAt = Date.now();
    draw(versions, readAt);
  };
}

type Shown = {
  readonly versions: readonly ListedVersion[];
  readonly readAt: number | undefined;
  readonly isAsked: boolean;
};

const nothing: Shown = { versions: [], readAt: undefined, isAsked: false };

export function useHistory(path: string): History {
  const bridge = useBridge();
  const [shown, setShown] = useState<Shown>(nothing);
  const [reading, setReading] = useState<Reading>({ state: 'reading' });
  const latest = useRef<readonly ListedVersion[]>([]);
  const round = useRef(0);
  const wasWhole = useRef(false);

  const put = useCallback((versions: readonly ListedVersion[], more: Partial<Shown> = {}) => {
    latest.current = versions;
    setShown((before) => ({ ...before, ...more, versions }));
  }, []);

  const readKnown = useCallback(
    (isOver: () => boolean) =>
      walk((after) => bridge.knownHistory(path, after), {
        from: [],
        isOver,
        draw: drawer((versions, readAt) => {
          put(versions, { readAt });
        }),
        untilKnown: false,
      }),
    [bridge, path, put],
  );

  const read = useCallback(
    async (withKnown: boolean) => {
      round.current += 1;
      const mine = round.current;
      const isOver = (): boolean => mine !== round.current;
      setReading({ state: 'reading' });
      // the server is asked while this computer says what it knows
      const first = bridge.readHistory(path);
      if (withKnown) await readKnown(isOver);
      if (isOver()) return;
      const error = await walk((after) => (after === undefined ? first : bridge.readHistory(path, after)), {
        from: latest.current,
        isOver,
        draw: drawer((versions, readAt) => {
          put(versions, { ...(readAt === undefined ? {} : { readAt }), isAsked: true });
        }),
        untilKnown: wasWhole.current,
      });
      if (isOver()) return;
      if (error === undefined) wasWhole.current = true;
      setShown((before) => ({ ...before, isAsked: true }));
      setReading(error === undefined ? { state: 'done' } : { state: 'failed', error });
    },
    [bridge, path, put, readKnown],
  );

  useEffect(() => {
    wasWhole.current = false;
    put([], nothing);
    void read(true);
    const off = bridge.on('history:changed', (changed) => {
      if (changed === path) void read(false);
    });
    return () => {
      round.current += 1;
      off();
    };
  }, [bridge, path, put, read]);

  const { versions, readAt, isAsked } = shown;
  return {
    versions,
    isEmptySoFar: versions.length === 0 && !isAsked,
    reading,
    readAt,
    lit: useLit(path, versions, isAsked),
    refresh: useCallback(() => void read(false), [read]),
    ...useChanges(latest, put),
  };
}

/** What is known of single versions from elsewhere: details, and that one is deleted. */
function useChanges(
  latest: RefObject<readonly ListedVersion[]>,
  put: (versions: readonly ListedVersion[]) => void,
): Pick<History, 'tell' | 'forget'> {
  return useMemo(
    () => ({
      tell: (details) => {
        put(mergeDetails(latest.current, details));
      },
      forget: (revisionId) => {
        put(latest.current.filter((version) => version.revisionId !== revisionId));
      },
    }),
    [latest, put],
  );
}

/** The versions that arrived while the list was looked at, for a moment. What is older and comes later is not new. */
function useLit(path: string, versions: readonly ListedVersion[], isAsked: boolean): ReadonlySet<string> {
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<{ readonly path: string; readonly newest: string | undefined }>(undefined);

  useEffect(() => {
    if (!isAsked) return;
    const known = before.current?.path === path ? before.current : undefined;
    before.current = { path, newest: versions[0]?.revisionId };
    if (known === undefined) return;
    const at = versions.findIndex((version) => version.revisionId === known.newest);
    const ahead = at < 0 ? [] : versions.slice(0, at);
    const fresh = newcomers([], ahead);
    if (fresh.size > 0) setLit(fresh);
  }, [versions, path, isAsked]);

  useEffect(() => {
    if (lit.size === 0) return;
    const timer = setTimeout(() => {
      setLit(new Set());
    }, litFor);
    return () => {
      clearTimeout(timer);
    };
  }, [lit]);
  return lit;
}
