/** The emulator as a process of its own (main.ts), for whoever must outlive it, restart it or leave it its own processor. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type SpawnedEmulator = {
  readonly url: string;
  readonly storageUrl: string;
  /** the last it wrote to stderr, and how it ended if it ended by itself */
  said(): string;
  /** resolves when it has ended, however it ended */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

export type SpawnOptions = {
  readonly dataDir: string;
  /** 0 (default): any free one */
  readonly port?: number;
  /** hears one line of text per request */
  readonly onRequest?: (line: string) => void;
};

const program = join(import.meta.dirname, 'main.ts');
const closeWithinMs = 5_000;

/** Resolves when it answers. Throws with what it said when it does not start: the data folder or the port is taken, say. */
export const spawnEmulator = async ({
  dataDir,
  port = 0,
  onRequest,
}: SpawnOptions): Promise<SpawnedEmulator> => {
  const args = [program, '--data', dataDir, '--port', String(port)];
  const child = spawn(process.execPath, onRequest === undefined ? [...args, '--quiet'] : args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-4000)));
  let closing = false;
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  const ended = new Promise<void>((resolve) =>
    child.on('close', (code, signal) => {
      process.off('exit', killWithUs);
      if (!closing) said += `\nthe emulator ended by itself: ${String(code ?? signal)}`;
      resolve();
    }),
  );
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line') as Promise<[string]>, ended]);
  if (first === undefined) throw new Error(`the emulator did not start: ${said.trim()}`);
  if (onRequest !== undefined) lines.on('line', onRequest);
  const { url, storageUrl } = JSON.parse(first[0]) as { url: string; storageUrl: string };
  return {
    url,
    storageUrl,
    said: () => said,
    ended,
    close: async () => {
      closing = true;
      child.kill('SIGTERM');
      const stuck = setTimeout(killWithUs, closeWithinMs);
      await ended;
      clearTimeout(stuck);
    },
  };
};
