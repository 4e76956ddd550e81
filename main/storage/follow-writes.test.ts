import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { followWrites } from './follow-writes.ts';

const parts = () => {
  const home = mkdtempSync(join(tmpdir(), 'koosync-writes-'));
  const state = openDatabase(home);
  onTestFinished(() => {
    state.close();
    rmSync(home, { recursive: true, force: true });
  });
  return { home, state };
};

it.runIf(process.platform === 'linux')(
  'tells of each commit of any process, and of nothing else, until it is ended',
  async () => {
    const { home, state } = parts();
    const written = vi.fn<() => void>();
    const end = followWrites(home, written);
    writeFileSync(join(home, 'settings.json'), '{}');
    state.get('SELECT 1 FROM flag');
    const other = openDatabase(home);
    // an event that came of the reading, or of the settings, would be told before this one
    other.run('INSERT INTO flag VALUES (?, ?)', 'paused', '1');
    await vi.waitFor(() => expect(written).toHaveBeenCalled(), 25_000);
    written.mockClear();
    other.run('INSERT INTO flag VALUES (?, ?)', 'other', '1');
    await vi.waitFor(() => expect(written).toHaveBeenCalled(), 25_000);
    other.close();
    end?.();
    written.mockClear();
    state.run('INSERT INTO flag VALUES (?, ?)', 'after', '1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).not.toHaveBeenCalled();
  },
);
