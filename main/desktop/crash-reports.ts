/**
 * What is kept of a crash, in the state folder and nowhere else: memory dumps that Chromium's crash handler writes, and
 * errors of our own that nobody caught, as text without secrets. Nothing is ever sent: who wants to report a crash is shown
 * the folder. A program that crashes again and again must not fill the disk.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { redactText, redactValue } from '../lib/redact.ts';

/** In the state folder. */
export const crashFolder = (home: string): string => join(home, 'crash-reports');

const kept = { reports: 10, bytes: 50 * 1024 * 1024 } as const;

export type CrashReports = {
  readonly folder: string;
  /** How many there are. Never throws. */
  count(): number;
  /** Writes down an error that nobody caught, and what was going on. Never throws. */
  write(thrown: unknown, about: Readonly<Record<string, string>>): void;
  /** Removes the oldest until few and small enough are left. Never throws. */
  prune(): void;
};

/** Makes the folder (0700) where it can be made. `limits`: how many reports stay, and how many bytes of them. */
export function openCrashReports(
  home: string,
  now: () => number,
  limits: { readonly reports: number; readonly bytes: number } = kept,
): CrashReports {
  const folder = crashFolder(home);
  const attempt = (work: () => void) => {
    try {
      work();
    } catch {
      // a disk that is full or read-only: a report is never worth a failure of its own
    }
  };
  const prune = () => {
    let count = 0;
    let bytes = 0;
    for (const report of reportsIn(folder)) {
      count++;
      bytes += report.bytes;
      if (count > limits.reports || bytes > limits.bytes)
        for (const path of report.paths)
          attempt(() => {
            rmSync(path, { force: true });
          });
    }
  };
  attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  });
  return {
    folder,
    count: () => reportsIn(folder).length,
    write: (thrown, about) => {
      attempt(() => {
        const at = new Date(now()).toISOString();
        const lines = Object.entries({ at, ...about }).map(([name, value]) => `${name}: ${value}`);
        // the text of an error may hold anything: its shape first, then its text
        const error = inspect(redactValue(thrown), { depth: 8, breakLength: 120 });
        const text = redactText([...lines, '', error, ''].join('\n')).slice(0, 256 * 1024);
        const name = `error-${at.replace(/[:.]/gu, '-')}-${String(process.pid)}.txt`;
        writeFileSync(join(folder, name), text, { mode: 0o600, flag: 'wx' });
      });
      prune();
    },
    prune,
  };
}

type Report = { readonly paths: readonly string[]; readonly at: number; readonly bytes: number };

/** Newest first. A dump has a file of the same name beside it, which goes with it; what else lies there is let alone. */
function reportsIn(folder: string): Report[] {
  const found: Report[] = [];
  // crashpad keeps a report in one of its folders, by what became of sending it; on Windows and macOS they are others
  for (const at of ['.', 'new', 'pending', 'completed', 'reports']) {
    const inside = join(folder, at);
    for (const name of namesIn(inside)) {
      if (!/^error-.*\.txt$|\.dmp$/u.test(name)) continue;
      const path = join(inside, name);
      const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
      const beside = path.replace(/\.dmp$/u, '.meta');
      found.push({ paths: [path, ...(beside === path ? [] : [beside])], at: mtimeMs, bytes: size });
    }
  }
  return found.sort((one, other) => other.at - one.at);
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
