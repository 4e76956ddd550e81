/** What the main process would hold, in memory: the state behind the fake bridge, and who listens to it. */
import type { Account } from '../../shared/account.ts';
import type { Off } from '../../shared/ipc/bridge.ts';
import type { EventName, EventValue } from '../../shared/ipc/events.ts';
import type { FileManagerEntry } from '../../shared/file-managers.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { chooseLanguage, createTranslator, type Language } from '../../shared/strings/index.ts';
import type { Deletion, EngineStatus, Version } from '../../shared/views.ts';
import { statusOf } from './fake-status.ts';
import { deletionsOf, fileManagersOf, longHistory, shortHistory } from './samples.ts';

/** One of `allowed`, or the last of them. */
const choice = <T extends string>(given: string | null, allowed: readonly [...T[], T]): T =>
  allowed.find((each) => each === given) ?? (allowed.at(-1) as T);

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
  account: Account;
  fileManagers: FileManagerEntry[];
  openRequest: string | undefined;
  readonly isRestoreSlow: boolean;
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
    };
    this.fileManagers = fileManagersOf(choice(query.get('managers'), ['none', 'installed', 'stale', 'some']));
    this.status = statusOf(this.state, this.now, this.language());
    this.versions = this.history === 'long' ? longHistory(this.now) : shortHistory(this.now);
    this.deletions = deletionsOf(this.now, this.state === 'held' ? 5 : 0);
    this.account = {
      signedIn: this.state !== 'sign-in' && this.state !== 'expired',
      server: 'https://intl.myhuaweicloud-koodrive.com',
      userId: this.state === 'sign-in' ? '' : 'lin.yue',
      vault: createTranslator(this.language())('vault.secret-service'),
    };
    this.openRequest = query.get('open') ?? undefined;
    this.isRestoreSlow = query.get('restore') === 'slow';
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

  become(state: string): void {
    this.setStatus(statusOf(state, this.now, this.language()));
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
    };
    this.versions = [fresh, ...this.versions.map((version) => ({ ...version, latest: false }))];
    this.tell('history:changed', path);
  }
}
