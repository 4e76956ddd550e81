/** The emulator in a process of its own, so that its work is not ours, and its control calls over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultAction, FaultRule, Operation, TrueFile } from '../../emulator/index.ts';
import { defaults } from '../../emulator/index.ts';
import { spawnEmulator } from '../../emulator/spawn.ts';

/** The watched folder, and what is under the root of the space because of it. */
export const remote = 'watched';

export type Struck = { readonly struck: number; readonly rule: { readonly action: FaultAction } };

export type EmulatorProcess = {
  readonly url: string;
  fault(rule: FaultRule): Promise<void>;
  /** Takes all faults away; tells how often each struck. */
  clearFaults(): Promise<readonly Struck[]>;
  tokens(alive: boolean): Promise<void>;
  dropUploads(): Promise<void>;
  clockOffset(ms: number): Promise<void>;
  quota(bytes: number): Promise<void>;
  counts(): Promise<{ readonly counts: Readonly<Record<Operation, number>>; readonly writes: number }>;
  resetCounts(): Promise<void>;
  /** Live files below the folder of this name under the root, paths relative to it. */
  tree(remote: string): Promise<Map<string, TrueFile>>;
  folders(remote: string): Promise<Set<string>>;
  fsck(): Promise<readonly string[]>;
  content(sha256: string): Uint8Array | undefined;
  close(): Promise<void>;
};

export async function startEmulatorProcess(dataDir: string): Promise<EmulatorProcess> {
  const emulator = await spawnEmulator({ dataDir });
  const { url } = emulator;

  const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_emulator/${path}`, {
      method,
      ...(method === 'POST'
        ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }
        : {}),
    }).catch((thrown: unknown) => {
      throw new Error(`the emulator does not answer ${path}: ${emulator.said()}`, { cause: thrown });
    });
    if (!answer.ok) throw new Error(`control call ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { result: unknown }).result;
  };
  const below = <T extends { path: string }>(remote: string, found: readonly T[]): [string, T][] =>
    found
      .filter(({ path }) => path.startsWith(`${remote}/`))
      .map((one) => [one.path.slice(remote.length + 1), one]);

  return {
    url,
    fault: async (rule) => void (await call('POST', 'faults', rule)),
    async clearFaults() {
      const struck = (await call('GET', 'faults')) as Struck[];
      await call('POST', 'faults/clear');
      return struck;
    },
    tokens: async (alive) => void (await call('POST', alive ? 'tokens/revive' : 'tokens/kill')),
    dropUploads: async () => void (await call('POST', 'uploads/drop')),
    clockOffset: async (ms) => void (await call('POST', 'clock-offset', { ms })),
    quota: async (bytes) => void (await call('POST', 'quota', { containerId: defaults.containerId, bytes })),
    counts: async () => (await call('GET', 'counts')) as Awaited<ReturnType<EmulatorProcess['counts']>>,
    resetCounts: async () => void (await call('POST', 'counts/reset')),
    tree: async (remote) => new Map(below(remote, (await call('GET', 'tree')) as TrueFile[])),
    folders: async (remote) =>
      new Set(below(remote, (await call('GET', 'folders')) as { path: string }[]).map(([path]) => path)),
    fsck: async () => (await call('GET', 'fsck')) as string[],
    content(sha256) {
      try {
        return readFileSync(join(dataDir, 'content', sha256.slice(0, 2), sha256.slice(2)));
      } catch {
        return undefined;
      }
    },
    close: () => emulator.close(),
  };
}
