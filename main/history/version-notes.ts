/**
 * `version-notes.json` in the state folder: what this computer alone knows of versions, users' labels and what was done
 * here to make one. It lies beside the database, so that a repair (main/storage/repair.ts) leaves it as it is. Written
 * whole or not at all. One that cannot be understood is set aside under another name, which is told, and never lost.
 *
 * A restored content becomes a version some time after the restore, and perhaps by another process: what is to be noted
 * of it waits here until a version shows up that has that content and is newer than the restore.
 */
import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { ListedVersion } from '../../shared/views.ts';
import { atomicWrite } from '../lib/atomic-write.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import type { Log } from '../lib/logger.ts';
import { FileTooLarge, readSmallFile } from '../lib/small-file.ts';
import { toKooError } from '../model/errors.ts';
import type { RemoteFile } from './remote-file.ts';

const reason = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('restored'), from: z.number() }),
  z.object({ reason: z.literal('kept-both') }),
]);
const waiting = z.object({ note: reason, sha256: z.string(), at: z.number() });
const ofFile = z.object({
  labels: z.record(z.string(), z.string()).default({}),
  reasons: z.record(z.string(), reason).default({}),
  waiting: z.array(waiting).default([]),
});
const notesFile = z.object({ version: z.literal(1), files: z.record(z.string(), ofFile) });

type Reason = z.infer<typeof reason>;
type OfFile = z.infer<typeof ofFile>;

export type VersionNotes = {
  /** The versions with what is known of them here. */
  on(file: RemoteFile, versions: readonly ListedVersion[]): ListedVersion[];
  /** '' takes a label away. Throws what the disk refuses. */
  label(file: RemoteFile, revisionId: string, label: string): Promise<void>;
  /** The next version with this content (hex SHA-256) comes to be by this. */
  expect(file: RemoteFile, sha256: string, note: Reason): Promise<void>;
  forget(file: RemoteFile, revisionId: string): Promise<void>;
  /** Looks whether the file can be understood; one that is not is set aside. */
  check(): void;
};

export type NotesParts = {
  /** the state folder */
  readonly home: string;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
  /** The file could not be understood, and lies at that path now. */
  readonly onSetAside: (path: string) => void;
};

/** The clocks of server and computer differ by less; a version that was made longer before a restore is not its. */
const skewMs = 10 * 60_000;
const waitsMs = 90 * 24 * 3_600_000;
const mostWaiting = 50;
const longestLabel = 200;

export function openVersionNotes(parts: NotesParts): VersionNotes {
  const file = join(parts.home, 'version-notes.json');
  let held: { readonly stamp: string; readonly files: Record<string, OfFile> } | undefined;
  let writing: Promise<void> = Promise.resolve();

  const files = (): Record<string, OfFile> => {
    const stamp = stampOf(file);
    if (held?.stamp === stamp) return held.files;
    held = { stamp, files: stamp === '' ? {} : read(file, parts) };
    return held.files;
  };
  /** Another process may have written since: what is changed is what is there now. */
  const change = (remote: RemoteFile, edit: (notes: OfFile) => void): Promise<void> => {
    const done = writing.then(async () => {
      const all = structuredClone(files());
      const key = keyOf(remote);
      const notes = all[key] ?? { labels: {}, reasons: {}, waiting: [] };
      edit(notes);
      const others = Object.entries(all).filter(([other]) => other !== key);
      const kept = Object.fromEntries(isEmpty(notes) ? others : [...others, [key, notes] as const]);
      await atomicWrite(file, `${JSON.stringify({ version: 1, files: kept }, undefined, 2)}\n`, 0o600);
      held = { stamp: stampOf(file), files: kept };
    });
    writing = done.catch(() => undefined);
    return done;
  };
  const find = (remote: RemoteFile): OfFile | undefined => {
    const all = files();
    const key = keyOf(remote);
    return Object.hasOwn(all, key) ? all[key] : undefined;
  };

  return {
    check: () => void files(),
    on(remote, versions) {
      const notes = find(remote);
      if (notes === undefined) return [...versions];
      const found = arrived(notes.waiting, notes.reasons, versions);
      if (found.length > 0)
        change(remote, (now) => {
          for (const { revisionId, note } of found) set(now.reasons, revisionId, note.note);
          now.waiting = now.waiting.filter((one) => !found.some(({ note }) => isSame(one, note)));
        }).catch((thrown: unknown) => {
          // it is found again the next time
          parts.log.warn({ path: file, err: toKooError(thrown) }, 'notes on versions could not be written');
        });
      const fresh = new Map(found.map(({ revisionId, note }) => [revisionId, note.note]));
      return versions.map((version) => {
        const why = fresh.get(version.revisionId) ?? ownOf(notes.reasons, version.revisionId);
        const label = ownOf(notes.labels, version.revisionId);
        return {
          ...version,
          ...(why === undefined ? {} : { reason: why.reason }),
          ...(why?.reason === 'restored' ? { restoredFrom: why.from } : {}),
          ...(label === undefined ? {} : { label }),
        };
      });
    },
    label: (remote, revisionId, written) =>
      change(remote, ({ labels }) => {
        const label = labelOf(written);
        if (label === '') Reflect.deleteProperty(labels, revisionId);
        else set(labels, revisionId, label);
      }),
    expect: (remote, sha256, note) =>
      change(remote, (notes) => {
        const at = parts.now();
        const still = notes.waiting.filter((one) => one.sha256 !== sha256 && at - one.at < waitsMs);
        notes.waiting = [...still, { note, sha256, at }].slice(-mostWaiting);
      }),
    async forget(remote, revisionId) {
      const notes = find(remote);
      if (!notes || (!Object.hasOwn(notes.labels, revisionId) && !Object.hasOwn(notes.reasons, revisionId)))
        return;
      await change(remote, ({ labels, reasons }) => {
        Reflect.deleteProperty(labels, revisionId);
        Reflect.deleteProperty(reasons, revisionId);
      });
    },
  };
}

/** One line, without what turns the text of others around. */
const labelOf = (written: string): string =>
  [
    ...written
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, ''),
  ]
    .slice(0, longestLabel)
    .join('')
    .trim();

type Waiting = z.infer<typeof waiting>;

/** Which of these versions are those that were waited for: of several with that content the oldest. */
function arrived(
  expected: readonly Waiting[],
  reasons: Readonly<Record<string, Reason>>,
  versions: readonly ListedVersion[],
): { readonly revisionId: string; readonly note: Waiting }[] {
  return expected.flatMap((note) => {
    const from = note.note.reason === 'restored' ? note.note.from : 0;
    const fitting = versions.filter(
      ({ revisionId, sha256, createdAt, revisionVersion }) =>
        sha256 === note.sha256 &&
        createdAt !== undefined &&
        createdAt >= note.at - skewMs &&
        revisionVersion !== undefined &&
        revisionVersion > from &&
        ownOf(reasons, revisionId) === undefined,
    );
    const [first] = fitting.toSorted((a, b) => (a.revisionVersion ?? 0) - (b.revisionVersion ?? 0));
    return first === undefined ? [] : [{ revisionId: first.revisionId, note }];
  });
}

const isSame = (a: Waiting, b: Waiting): boolean => a.sha256 === b.sha256 && a.at === b.at;

const keyOf = ({ containerId, fileId }: RemoteFile): string => `${containerId} ${fileId}`;

const isEmpty = ({ labels, reasons, waiting: still }: OfFile): boolean =>
  Object.keys(labels).length === 0 && Object.keys(reasons).length === 0 && still.length === 0;

/** Ids come from the server: one that is called like a property of every object is none of ours. */
const ownOf = <T>(of: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

function set<T>(of: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
}

const stampOf = (file: string): string => {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.size}:${stat.mtimeNs}:${stat.ino}`;
};

/** Bytes. */
const longestNotes = 64 * 1024 * 1024;

function read(file: string, { now, log, onSetAside }: NotesParts): Record<string, OfFile> {
  let text: string | undefined;
  try {
    text = readSmallFile(file, longestNotes);
  } catch (thrown) {
    if (fsFailureOf(thrown) === 'absent') return {};
    if (!(thrown instanceof FileTooLarge)) throw thrown;
  }
  try {
    // one that is too large is none of ours
    return notesFile.parse(JSON.parse(text ?? '')).files;
  } catch (thrown) {
    const aside = file.replace(/json$/, `broken-${now()}.json`);
    renameSync(file, aside);
    log.warn({ path: aside, err: toKooError(thrown) }, 'notes on versions could not be understood');
    onSetAside(aside);
    return {};
  }
}
