/**
 * A window.koo that lives in memory, for looking at every state of the window without a main process. Which state is
 * said in the address: ?state=idle|syncing|problem|problems|paused|offline|expired|held|sign-in|empty|no-spaces
 * &history=short|long|none|error|outside|slow &lang=en|zh|system &theme=light|dark|system &open=<absolute path>
 */
import type { KooBridge } from '../../shared/bridge.ts';
import type { Account, EventName, EventValue, Preferences } from '../../shared/ipc-contract.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { Result } from '../../shared/result.ts';
import { chooseLanguage, createTranslator, explainError } from '../../shared/strings/index.ts';
import type { EngineStatus, Version } from '../../shared/views.ts';
import {
  deletionsOf,
  filesOf,
  home,
  idleStatus,
  longHistory,
  problemStatus,
  shortHistory,
  syncingStatus,
} from './samples.ts';

const done = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });

/** What only the dev page and tests can do: let something happen. */
export type FakeControls = {
  readonly setStatus: (status: EngineStatus) => void;
  readonly addVersion: (path: string) => void;
  readonly open: (path: string) => void;
};

export function createFakeBridge(search: string): KooBridge & { readonly fake: FakeControls } {
  const query = new URLSearchParams(search);
  const state = query.get('state') ?? 'idle';
  const history = query.get('history') ?? 'short';
  const systemLanguage = query.get('system') ?? 'en-GB';
  const now = Date.now();

  let preferences: Preferences = {
    language: query.get('lang') === 'zh' ? 'zh' : query.get('lang') === 'en' ? 'en' : 'system',
    theme: query.get('theme') === 'dark' ? 'dark' : query.get('theme') === 'light' ? 'light' : 'system',
    launchAtLogin: true,
  };
  const language = () => chooseLanguage(preferences.language, systemLanguage);
  const failed = (
    code: ErrorCode,
    path?: string,
  ): Promise<{ ok: false; error: { code: ErrorCode; message: string } }> =>
    Promise.resolve({
      ok: false,
      error: {
        code,
        message: explainError(
          createTranslator(language()),
          code,
          path === undefined ? {} : { path, folder: path },
        ),
      },
    });

  let account: Account = {
    signedIn: state !== 'sign-in' && state !== 'expired',
    server: 'https://intl.myhuaweicloud-koodrive.com',
    userId: state === 'sign-in' ? '' : 'lin.yue',
    vault: createTranslator(language())('vault.linux'),
  };

  const statusOf = (name: string): EngineStatus => {
    const idle = idleStatus(now);
    const waiting = { ...idle, pairs: idle.pairs.map((pair, i) => ({ ...pair, pending: i === 0 ? 12 : 0 })) };
    switch (name) {
      case 'syncing':
        return syncingStatus(now);
      case 'problem':
        return problemStatus(now, language(), false);
      case 'problems':
        return problemStatus(now, language(), true);
      case 'paused':
        return { ...waiting, state: { kind: 'paused' } };
      case 'offline':
        return { ...waiting, state: { kind: 'offline' } };
      case 'expired':
        return { ...waiting, state: { kind: 'sign-in' } };
      case 'sign-in':
        return { state: { kind: 'sign-in' }, pairs: [], recent: [] };
      case 'held':
        return {
          ...idle,
          state: { kind: 'problem', count: 5 },
          pairs: idle.pairs.map((pair, i) => (i === 0 ? { ...pair, deleted: 416, heldDeletions: 5 } : pair)),
        };
      case 'empty':
      case 'no-spaces':
        return { state: { kind: 'idle' }, pairs: [], recent: [] };
      default:
        return idle;
    }
  };
  let status = statusOf(state);
  let versions: Version[] = history === 'long' ? longHistory(now) : shortHistory(now);
  let deletions = deletionsOf(now, state === 'held' ? 5 : 0);
  let openRequest = query.get('open') ?? undefined;

  const listeners = new Map<EventName, Set<(value: never) => void>>();
  const tell = <E extends EventName>(event: E, value: EventValue<E>): void => {
    for (const listener of listeners.get(event) ?? []) (listener as (value: EventValue<E>) => void)(value);
  };
  const setStatus = (next: EngineStatus): void => {
    status = next;
    tell('status:changed', status);
  };
  /** the content of an older version, or a new one, on top of the others */
  const push = (path: string, from?: Version): void => {
    const newest = versions[0];
    const number = (newest?.revisionVersion ?? 0) + 1;
    const fresh: Version = {
      ...(from ?? newest ?? { size: 1024, sha256: '0'.repeat(64), createdBy: 'Lin Yue' }),
      revisionId: `rev-${String(number)}`,
      revisionVersion: number,
      createdAt: Date.now(),
      latest: true,
      keepForever: false,
    };
    versions = [fresh, ...versions.map((version) => ({ ...version, latest: false }))];
    tell('history:changed', path);
  };

  return {
    platform: 'linux',
    systemLanguage,
    status: () => done(status),
    pause: () => {
      setStatus(statusOf('paused'));
      return done(undefined);
    },
    resume: () => {
      setStatus(statusOf('syncing'));
      return done(undefined);
    },
    retry: () => {
      setStatus(statusOf('syncing'));
      return done(undefined);
    },
    addPair: () => {
      status = statusOf('syncing');
      setStatus(status);
      return done(`${home}/Projects/Lighthouse`);
    },
    removePair: (pairId) => {
      setStatus({ ...status, pairs: status.pairs.filter((pair) => pair.id !== pairId) });
      return done(undefined);
    },
    spaces: () =>
      done(
        state === 'no-spaces'
          ? []
          : [
              { containerId: 'c-personal', name: 'Personal', used: 41 * 2 ** 30, capacity: 200 * 2 ** 30 },
              { containerId: 'c-team', name: '设计部 Design', used: 812 * 2 ** 30, capacity: 2 ** 40 },
            ],
      ),
    files: ({ pairId, query: wanted, limit }) =>
      done(
        filesOf(pairId, now)
          .filter((file) => file.relativePath.toLowerCase().includes(wanted.toLowerCase()))
          .slice(0, limit),
      ),
    versions: (path) => {
      switch (history) {
        case 'error':
          return failed('OFFLINE');
        case 'outside':
          return failed('NOT_IN_A_PAIR', path);
        case 'slow':
          return new Promise(() => undefined);
        case 'none':
          return failed('NOT_YET_SYNCED', path);
        default:
          return done(versions);
      }
    },
    restore: (path, revisionId) => {
      push(
        path,
        versions.find((version) => version.revisionId === revisionId),
      );
      return done(undefined);
    },
    saveAs: (path) => done(`${home}/Downloads/${path.split('/').at(-1) ?? ''}`),
    keepForever: (_path, revisionId, keep) => {
      versions = versions.map((each) =>
        each.revisionId === revisionId ? { ...each, keepForever: keep } : each,
      );
      return done(undefined);
    },
    deletions: () => done(deletions),
    approveDeletions: (ids) => {
      deletions = deletions.map((each) => (ids.includes(each.id) ? { ...each, state: 'approved' } : each));
      return done(undefined);
    },
    restoreDeletions: (ids) => {
      deletions = deletions.filter((each) => !ids.includes(each.id));
      return done(undefined);
    },
    reveal: () => done(undefined),
    account: () => done(account),
    signIn: (form) => {
      if (form.userId === 'wrong') return failed('SIGN_IN_NEEDED');
      if (form.userId === 'offline') return failed('OFFLINE');
      account = { ...account, signedIn: true, server: form.server, userId: form.userId };
      setStatus(statusOf(state === 'sign-in' ? 'empty' : 'syncing'));
      return done(account);
    },
    signOut: () => {
      account = { ...account, signedIn: false };
      setStatus(statusOf('expired'));
      return done(account);
    },
    preferences: () => done(preferences),
    setPreferences: (change) => {
      preferences = { ...preferences, ...change };
      return done(preferences);
    },
    takeOpenRequest: () => {
      const path = openRequest;
      openRequest = undefined;
      return done(path);
    },
    on: (event, listener) => {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own);
      own.add(listener as (value: never) => void);
      return () => {
        own.delete(listener as (value: never) => void);
      };
    },
    fake: {
      setStatus,
      addVersion: push,
      open: (path) => {
        tell('history:open', path);
      },
    },
  };
}
