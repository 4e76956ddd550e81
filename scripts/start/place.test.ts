import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repo } from '../setup/project-node.mjs';
import { openPlace } from './place.ts';

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'koosync-start-'));
  folder = path.relative(repo, path.join(base, 'start'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});
const ports = { emulator: 4001, debugging: 4002 };
const markFile = () => path.join(base, 'start', 'start.json');

describe('the place of npm start', () => {
  it('is the same at the next start, with what lies in it and its ports', async () => {
    const first = await openPlace(folder, false);
    expect(first.isNew).toBe(true);
    writeFileSync(path.join(first.documents, 'a.txt'), 'kept');
    await first.finished(ports);
    const second = await openPlace(folder, false);
    expect(second).toMatchObject({ isNew: false, ports, root: first.root });
    expect(readFileSync(path.join(second.documents, 'a.txt'), 'utf8')).toBe('kept');
  });

  it('begins anew where a start did not come to its end, or when it is asked to', async () => {
    const first = await openPlace(folder, false);
    writeFileSync(path.join(first.documents, 'half.txt'), '');
    const second = await openPlace(folder, false);
    expect(second.isNew).toBe(true);
    expect(existsSync(path.join(second.documents, 'half.txt'))).toBe(false);
    await second.finished(ports);
    expect(await openPlace(folder, true)).toMatchObject({ isNew: true, ports });
  });

  it('is left alone while another process has it open, and taken over when that one has ended', async () => {
    const first = await openPlace(folder, false);
    await first.finished(ports);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    await once(other, 'spawn');
    const mark = JSON.parse(readFileSync(markFile(), 'utf8')) as object;
    writeFileSync(markFile(), JSON.stringify({ ...mark, pid: other.pid }));
    await expect(openPlace(folder, true)).rejects.toThrow(`process ${String(other.pid)}`);
    const ended = once(other, 'exit');
    other.kill('SIGKILL');
    await ended;
    expect((await openPlace(folder, false)).isNew).toBe(false);
  });

  it('takes a mark that it cannot read for none', async () => {
    const first = await openPlace(folder, false);
    await first.finished(ports);
    writeFileSync(markFile(), '{"pid":');
    expect((await openPlace(folder, false)).isNew).toBe(true);
  });
});
