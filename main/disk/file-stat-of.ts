/** What the system says of a file or folder, as the engine sees it. */
import type { BigIntStats } from 'node:fs';
import { fingerprintOfFolder, type FileStat } from '../model/file-stat.ts';

/** Elsewhere they say nothing but whether a file may be written. */
const hasModes = process.platform !== 'win32';

/** `mount`: of a folder at which another drive begins, the id of that drive, or ''. */
export function fileStatOf(stat: BigIntStats, mount?: string): FileStat {
  const kind = stat.isFile()
    ? 'file'
    : stat.isDirectory()
      ? 'folder'
      : stat.isSymbolicLink()
        ? 'symlink'
        : 'other';
  const born = stat.birthtimeNs > 0n ? `${stat.birthtimeNs}` : undefined;
  const localId = born === undefined ? undefined : `${stat.ino}:${stat.birthtimeNs}`;
  const latest = stat.mtimeNs > stat.ctimeNs ? stat.mtimeNs : stat.ctimeNs;
  return {
    kind,
    size: Number(stat.size),
    // a folder's times change with its content, which is no matter of its own
    fingerprint:
      kind === 'file'
        ? `${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.ino}`
        : kind === 'folder'
          ? fingerprintOfFolder({ inode: `${stat.ino}`, born }, mount)
          : `${kind}:${localId ?? stat.ino}`,
    localId,
    quietSince: Number(latest / 1_000_000n),
    // a rename sets the change time alone
    madeAt:
      kind === 'file' && born !== undefined && stat.mtimeNs === stat.ctimeNs
        ? Number(stat.birthtimeNs / 1_000_000n)
        : undefined,
    coarse: stat.ctimeNs % 1_000_000_000n === 0n,
    ...(kind === 'file' && hasModes ? { mode: Number(stat.mode) & 0o777 } : {}),
  };
}
