/** What a running process has used so far, by /proc (Linux; zeros elsewhere). */
import { readFileSync } from 'node:fs';

export type ProcessStats = { readonly cpuS: number; readonly rssMiB: number };

/** Of the system; it is 100 wherever Node runs. */
const ticksPerS = 100;

export function processStats(pid: number): ProcessStats {
  if (process.platform !== 'linux') return { cpuS: 0, rssMiB: 0 };
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const rssKiB = Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1] ?? 0);
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / ticksPerS, rssMiB: rssKiB / 1024 };
}
