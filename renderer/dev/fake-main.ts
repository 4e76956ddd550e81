/** What the main process would hold, in memory: the state behind the fake bridge, and who listens to it. */
import type { Account } from '../../shared/account.ts';
import type { Off } from '../../shared/ipc/bridge.ts';
import type { EventName, EventValue } from '../../shared/ipc/events.ts';
import type { FileManagerEntry } from '../../shared/file-managers.ts';
import type { PolicyView } from '../../shared/policy.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { chooseLanguage, createTranslator, type Language } from '../../shared/strings/index.ts';
import type { UpdatesView } from '../../shared/updates.ts';
import type { Deletion, EngineStatus, Version } from '../../shared/views.ts';
import { statusOf } from './fake-status.ts';
import { longHistory, ownId, shortHistory } from './history-samples.ts';
import { deletionsOf, fileManagersOf, policyOf } from './samples.ts';
import { updatesOf } from './update-samples.ts';

/** One of `allowed`, or the last of them. */
const choice = <T extends string>(given: string | null, allowed: readonly [...T[], T]): T =>
  allowed.find((each) => each === given) ?? (allowed.at(-1) as T);

function versionsOf(history: string, now: number): Version[] {
  if (history === 'huge' || history === 'lean') return longHistory(now, 10_000);
  return ['long', 'offline'].includes(history) ? longHistory(now) : shortHistory(now);
}

export class FakeMain {
  /** as the address says; fake-bridge.ts lists them */
  readonly state: string;
  readonly history: string;
  readonly systemLanguage: string;
  readonly now = Date.now();

  status: EngineStatus;
  versions: Version[];
  deletions: Deletion[];
  preferences: Preferences;
  readonly policy: PolicyView;
  account: Account;
  fileManagers: FileManagerEntry[];
  updates: UpdatesView;
  openRequest: string[];
  readonly restore: string | undefined;
  readonly fetch: string | undefined;
  /** how long a page of the server takes */
  readonly pageMs: number;
  /** how much was asked for: what tests count */
  fetches = 0;
  detailsAsked = 0;
  stopRestore: () => void = () => undefined;

  readonly #listeners = new Map<EventName, Set<(value: unknown) => void>>();

  constructor(search: string) {
    const query = new URLSearchParams(search);
    this.state = query.get('state') ?? 'idle';
    this.history = query.get('history') ?? 'short';
    this.systemLanguage = query.get('system') ?? 'en-GB';
    this.preferences = {
      language: choice(query.get('lang'), ['zh', 'en', 'system']),
      theme: choice(query.get('theme'), ['dark', 'light', 'system']),
      launchAtLogin: true,
      offerFileManagers: true,
      emblems: false,
      updates: 'automatic',
      updateChannel: 'stable',
    };
    this.policy = policyOf(choice(query.get('policy'), ['fixed', 'broken', 'none']));
    this.fileManagers = fileManagersOf(choice(query.get('managers'), ['none', 'installed', 'stale', 'some']));
    this.updates = updatesOf(query.get('updates') ?? 'current', this.now);
    this.status = statusOf(this.state, this.now, this.language());
    this.versions = versionsOf(this.history, this.now);
    this.deletions = deletionsOf(this.now, this.state === 'held' ? 5 : 0);
    this.account = {
      signedIn: this.state !== 'sign-in' && this.state !== 'expired',
      server: 'https://intl.myhuaweicloud-koodrive.com',
      userId: this.state === 'sign-in' ? '' : ownId,
      vault: createTranslator(this.language())('vault.secret-service'),
    };
    this.openRequest = query.getAll('open');
    this.restore = query.get('restore') ?? undefined;
    this.fetch = query.get('fetch') ?? undefined;
    this.pageMs = Number(query.get('page') ?? 60);
    // what is deleted is what was opened
    const [opened] = this.openRequest;
    if (this.history === 'deleted' && opened !== undefined)
      this.deletions.push({
        id: 400,
        path: opened,
        kind: 'file',
        files: 1,
        noticedAt: this.now - 2 * 86_400_000,
        state: 'sent',
      });
  }

  language(): Language {
    return chooseLanguage(this.preferences.language, this.systemLanguage);
  }

  setFileManager(name: FileManagerEntry['name'], isInstalled: boolean): FileManagerEntry[] {
    this.fileManagers = this.fileManagers.map((one) =>
      one.name === name ? { ...one, isInstalled, isStale: false } : one,
    );
    return this.fileManagers;
  }

  subscribe(event: EventName, listener: (value: unknown) => void): Off {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  tell<E extends EventName>(event: E, value: EventValue<E>): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value);
  }

  setStatus(status: EngineStatus): void {
    this.status = status;
    this.tell('status:changed', status);
  }

  setUpdates(change: Partial<UpdatesView>): UpdatesView {
    // what was told before and is told no more is gone
    this.updates = { ...this.updates, problem: undefined, ...change };
    this.tell('updates:changed', this.updates);
    return this.updates;
  }

  become(state: string): void {
    this.setStatus(statusOf(state, this.now, this.language()));
  }

  setPaused(pairId: number, paused: boolean): void {
    const pairs = this.status.pairs.map((pair) => (pair.id === pairId ? { ...pair, paused } : pair));
    const isAll = pairs.every((pair) => pair.paused);
    this.setStatus({ ...this.status, pairs, state: { kind: isAll ? 'paused' : 'idle' } });
  }

  /** Keeps the present content for two seconds, then fetches for ten; false: it was stopped. */
  async takesItsTime(path: string): Promise<boolean> {
    let isStopped = false;
    this.stopRestore = () => (isStopped = true);
    const size = 48_000_000;
    for (let step = -5; step <= 25 && !isStopped; step += 1) {
      const stage =
        step < 0
          ? ({ kind: 'keeping' } as const)
          : { kind: 'fetching' as const, bytes: (size * step) / 25, size };
      this.tell('history:restoring', { path, stage });
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    return !isStopped;
  }

  changeVersion(revisionId: string, change: Partial<Version>): void {
    this.versions = this.versions.map((each) =>
      each.revisionId === revisionId ? { ...each, ...change } : each,
    );
  }

  /** the content of an older version, or a new one, on top of the others */
  addVersion(path: string, from?: Version): void {
    const newest = this.versions[0];
    const number = (newest?.revisionVersion ?? 0) + 1;
    const fresh: Version = {
      ...(from ?? newest ?? { size: 1024, sha256: '0'.repeat(64), createdBy: 'Lin Yue' }),
      revisionId: `rev-${String(number)}`,
      revisionVersion: number,
      createdAt: Date.now(),
      latest: true,
      keepForever: false,
      label: undefined,
      reason: from === undefined ? undefined : 'restored',
      restoredFrom: from?.revisionVersion,
    };
    this.versions = [fresh, ...this.versions.map((version) => ({ ...version, latest: false }))];
    this.tell('history:changed', path);
  }
}
