// The Electron that package.json pins: already there, or fetched from its release host by electron's own installer.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';

const packageFolder = path.join(repo, 'node_modules', 'electron');
const failureNote = path.join(repo, '.cache', 'electron', 'download-failed.json');

/** A host that could not be reached is not asked again on every run; KOOSYNC_ELECTRON_RETRY=1 asks at once. */
const RETRY_AFTER_HOURS = 6;

export const pinnedVersion = (): string => {
  const about = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return about.version;
};

/** The executable, where this very version is unpacked. */
export const pinnedExecutable = (): string | undefined => {
  try {
    const unpacked = readFileSync(path.join(packageFolder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const inside = readFileSync(path.join(packageFolder, 'path.txt'), 'utf8').trim();
    const executable = path.join(packageFolder, 'dist', inside);
    return unpacked === pinnedVersion() && existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
};

const failedLately = (): boolean => {
  if (process.env['KOOSYNC_ELECTRON_RETRY'] === '1') return false;
  try {
    const note = JSON.parse(readFileSync(failureNote, 'utf8')) as { version: string; at: number };
    return note.version === pinnedVersion() && Date.now() - note.at < RETRY_AFTER_HOURS * 3_600_000;
  } catch {
    return false;
  }
};

/** Tries to fetch it; undefined where that cannot be done now. */
export const downloadPinned = async (tell: (text: string) => void): Promise<string | undefined> => {
  if (failedLately()) return undefined;
  tell(`fetching Electron ${pinnedVersion()} ...`);
  const problem = await new Promise<string | undefined>((resolve) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'download.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', (code) => {
      resolve(code === 0 ? undefined : said.trim());
    });
  });
  const executable = problem === undefined ? pinnedExecutable() : undefined;
  if (executable !== undefined) {
    rmSync(failureNote, { force: true });
    return executable;
  }
  tell(
    `Electron ${pinnedVersion()} cannot be fetched here (${problem?.split('\n')[0] ?? 'nothing was unpacked'}).`,
  );
  mkdirSync(path.dirname(failureNote), { recursive: true });
  writeFileSync(failureNote, JSON.stringify({ version: pinnedVersion(), at: Date.now(), problem }));
  return undefined;
};
