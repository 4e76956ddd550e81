/** What the fake bridge answers about a file's history, page by page as the main process does. */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { CallArgs, CallName, CallValue } from '../../shared/ipc/calls.ts';
import type { Result } from '../../shared/result.ts';
import { createTranslator, explainError } from '../../shared/strings/index.ts';
import type { HeldContent, HistoryPage, ListedVersion } from '../../shared/views.ts';
import type { FakeMain } from './fake-main.ts';
import { folderChangesOf, leanOf, textOf } from './history-samples.ts';
import { home } from './samples.ts';

export type Answers = {
  readonly [N in CallName]?: (...args: CallArgs<N>) => Result<CallValue<N>> | Promise<Result<CallValue<N>>>;
};

export const done = <T>(value: T): Result<T> => ({ ok: true, value });
export const nothing = done(undefined);

export function failed(main: FakeMain, code: ErrorCode, path?: string): Result<never> {
  const words = path === undefined ? {} : { path, folder: path };
  return {
    ok: false,
    error: { code, message: explainError(createTranslator(main.language()), code, words) },
  };
}

const pageSize = 100;
const hour = 3_600_000;
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isLean = (main: FakeMain): boolean => main.history === 'lean';
const listed = (main: FakeMain): readonly ListedVersion[] =>
  isLean(main) ? leanOf(main.versions) : main.versions;

function pageOf(versions: readonly ListedVersion[], from: string | undefined, readAt?: number): HistoryPage {
  const start = from === undefined ? 0 : Number(from);
  const next = start + pageSize;
  return {
    versions: versions.slice(start, next),
    ...(next < versions.length ? { next: String(next) } : {}),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

/** Known from before: everything, nothing, or what was there three hours ago. */
function known(main: FakeMain, from: string | undefined): HistoryPage {
  const isKnown = ['offline', 'deleted', 'long', 'short'].includes(main.history);
  return isKnown ? pageOf(listed(main), from, main.now - 3 * hour) : { versions: [] };
}

const codes: Readonly<Record<string, ErrorCode>> = {
  error: 'OFFLINE',
  offline: 'OFFLINE',
  outside: 'NOT_IN_A_PAIR',
  folder: 'IS_A_FOLDER',
  none: 'NOT_YET_SYNCED',
  deleted: 'NOT_FOUND',
};

async function read(main: FakeMain, path: string, from: string | undefined): Promise<Result<HistoryPage>> {
  if (main.history === 'slow') return new Promise(() => undefined);
  const code = codes[main.history];
  if (code !== undefined) return failed(main, code, path);
  await after(main.pageMs);
  return done(pageOf(listed(main), from, Date.now()));
}

/** Its bytes are what its text has, whatever the list says of its size. */
const contentOf = (text: string, sha256: string): HeldContent => ({
  url: `data:text/markdown;charset=utf-8,${encodeURIComponent(text)}`,
  size: new TextEncoder().encode(text).byteLength,
  sha256,
});

/** As large as it says, fetched at a speed that can be seen; `&fetch=slow` for a while, `&fetch=waits` broken off half way. */
async function hold(main: FakeMain, path: string, revisionId: string): Promise<Result<HeldContent>> {
  // whatever is asked for has something to show
  const version = main.versions.find((each) => each.revisionId === revisionId) ?? main.versions[0];
  if (version === undefined) return failed(main, 'NOT_FOUND', path);
  main.fetches += 1;
  if (main.fetch === 'broken') return failed(main, 'DOWNLOAD_DAMAGED', path);
  if (main.fetch === 'waits') {
    main.tell('history:fetching', {
      path,
      revisionId,
      bytes: version.size / 2,
      size: version.size,
      waits: true,
    });
    await after(20_000);
  }
  const steps = main.fetch === 'slow' ? 400 : 4;
  for (let step = 0; step < steps; step += 1) {
    main.tell('history:fetching', {
      path,
      revisionId,
      bytes: (version.size * step) / steps,
      size: version.size,
    });
    await after(50);
  }
  return done(contentOf(textOf(version.revisionVersion), version.sha256));
}

export const historyAnswers = (main: FakeMain): Answers => ({
  knownHistory: (path, from) =>
    main.history === 'folder' ? failed(main, 'IS_A_FOLDER', path) : done(known(main, from)),
  readHistory: (path, from) => read(main, path, from),
  versionDetails: async (_path, ids) => {
    await after(main.pageMs);
    main.detailsAsked += ids.length;
    return done(main.versions.filter(({ revisionId }) => ids.includes(revisionId)));
  },
  holdVersion: (path, revisionId) => hold(main, path, revisionId),
  holdPresent: () => done(contentOf(`${textOf(99)}\nWritten a moment ago.\n`, 'f'.repeat(64))),
  releaseContent: () => nothing,
  folderChanges: ({ folder, before, limit }) =>
    done(main.state === 'bare' ? [] : folderChangesOf(folder, main.now, before).slice(0, limit)),
  restore: async (path, revisionId) => {
    if (main.restore === 'slow' && !(await main.takesItsTime(path))) return failed(main, 'CANCELLED');
    const undo = main.versions[0]?.revisionId;
    main.addVersion(
      path,
      main.versions.find((version) => version.revisionId === revisionId),
    );
    // of a file that was not there nothing is undone
    return done(main.restore === 'new' ? {} : { undo });
  },
  restoreText: (path) => {
    const undo = main.versions[0]?.revisionId;
    main.addVersion(path);
    return done({ undo });
  },
  restoreCopy: (path) => done(path.replace(/(\.\w+)?$/u, ' (version)$1')),
  openVersion: () => nothing,
  exportVersions: () => done(`${home}/Downloads`),
  labelVersion: (_path, revisionId, label) => {
    main.changeVersion(revisionId, { label });
    return nothing;
  },
  deleteVersion: (_path, revisionId) => {
    main.versions = main.versions.filter((each) => each.revisionId !== revisionId);
    return nothing;
  },
  copyVersionsLink: () => nothing,
  stopRestore: () => {
    main.stopRestore();
    return nothing;
  },
  saveAs: (path) => done(`${home}/Downloads/${path.split('/').at(-1) ?? ''}`),
  keepForever: (_path, revisionId, keep) => {
    main.changeVersion(revisionId, { keepForever: keep });
    return nothing;
  },
});
