import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { startEmulator } from './index.ts';
import type { Answer } from './test-kit.ts';

let root: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'koodrive-emulator-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

type Run = {
  child: ChildProcess;
  firstLine: Promise<string>;
  ended: Promise<number | null>;
  errors: () => string;
};

const run = (...args: string[]): Run => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args]);
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return {
    child,
    firstLine: new Promise((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended: new Promise((resolve) => child.once('exit', resolve)),
    errors: () => errors,
  };
};

// Windows has no signal that a process could catch from another
it.skipIf(process.platform === 'win32')(
  'says where it is, stops on SIGTERM, and refuses a folder or port in use',
  async () => {
    const first = run('--data', join(root, 'a'), '--quiet');
    const said = JSON.parse(await first.firstLine) as { url: string; token: string; dataDir: string };
    expect(said).toMatchObject({ token: defaults.token, dataDir: join(root, 'a') });
    expect((await fetch(`${said.url}/_emulator/tree`)).status).toBe(200);

    const same = run('--data', join(root, 'a'));
    const port = run('--data', join(root, 'b'), '--port', new URL(said.url).port);
    writeFileSync(join(root, 'file'), '');
    const file = run('--data', join(root, 'file'));
    expect(await Promise.all([same.ended, port.ended, file.ended])).toEqual([2, 2, 2]);
    for (const refused of [same, port, file]) expect(refused.errors().trim().split('\n')).toHaveLength(1);

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  },
);

it('loses nothing it answered for when it is killed', async () => {
  const first = run('--data', root, '--quiet');
  const { url } = JSON.parse(await first.firstLine) as { url: string };
  let answered = 0;
  const put = async (): Promise<void> => {
    for (;;) {
      const body = JSON.stringify({
        path: `f${answered % 7}`,
        base64: Buffer.from(`${answered}`).toString('base64'),
      });
      const response = await fetch(`${url}/_emulator/put-file`, { method: 'POST', body });
      await response.text();
      answered += 1;
      if (answered === 60) first.child.kill('SIGKILL');
    }
  };
  await expect(put()).rejects.toThrow();
  await first.ended;
  const again = await startEmulator({ dataDir: root });
  try {
    expect(await again.control.fsck()).toEqual([]);
    const versions = again.control.tree().flatMap((file: Answer) => file.revisions as Answer[]);
    expect(versions.length).toBeGreaterThanOrEqual(60);
  } finally {
    await again.close();
  }
});
