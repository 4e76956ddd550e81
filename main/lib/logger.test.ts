import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { logLevelFrom, openLog } from './logger.ts';
import { memoryLog } from './test-log.ts';

let stateFolder: string;
beforeEach(() => {
  stateFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-log-'));
});
afterEach(() => {
  fs.rmSync(stateFolder, { recursive: true, force: true });
});
const linesOf = (file: string): number[] =>
  fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => (JSON.parse(text) as { line: number }).line);
const logs = () => fs.readdirSync(path.join(stateFolder, 'logs')).sort();

describe('the log file', () => {
  it('holds JSON lines without secrets, readable by its owner alone', () => {
    const log = openLog({ stateFolder });
    log.info(
      { call: 'createFile', headers: { Authorization: 'Bearer topsecret1' } },
      'sent with Bearer topsecret1',
    );
    log.error({ err: new KooError('OFFLINE', 'no', { cause: new Error('Bearer topsecret1') }) });
    log.error(new Error('alone'));
    log.debug({ not: 'at this level' });
    log.flush();
    const text = fs.readFileSync(log.file, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(text).not.toContain('topsecret1');
    expect(lines).toMatchObject([
      { level: 30, call: 'createFile', msg: 'sent with Bearer [redacted]', pid: process.pid },
      { level: 50, err: { code: 'OFFLINE', cause: { message: 'Bearer [redacted]' } } },
      { level: 50, err: { message: 'alone' } },
    ]);
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
    if (process.platform !== 'win32') expect(fs.statSync(log.file).mode & 0o777).toBe(0o600);
    log.close();
  });

  it('says more, or less, where KOOSYNC_LOG asks for it', () => {
    expect(logLevelFrom({ KOOSYNC_LOG: ' Debug ' })).toBe('debug');
    for (const other of [undefined, '', 'everything'])
      expect(logLevelFrom({ KOOSYNC_LOG: other })).toBeUndefined();
    const log = openLog({ stateFolder, level: logLevelFrom({ KOOSYNC_LOG: 'warn' }) });
    log.info({}, 'not at this level');
    log.warn({}, 'at this');
    log.close();
    expect(fs.readFileSync(log.file, 'utf8').trim().split('\n')).toEqual([
      expect.stringContaining('at this'),
    ]);
  });

  it('is put aside at start when it is long, and the oldest goes', () => {
    for (let start = 0; start < 9; start++) {
      const log = openLog({ stateFolder, maxBytes: 200, kept: 5 });
      log.info({ start, filling: 'x'.repeat(200) });
      log.close();
    }
    expect(logs()).toEqual([
      'koosync.1.log',
      'koosync.2.log',
      'koosync.3.log',
      'koosync.4.log',
      'koosync.log',
    ]);
    const startOf = (name: string) =>
      (JSON.parse(fs.readFileSync(path.join(stateFolder, 'logs', name), 'utf8')) as { start: number }).start;
    expect(logs().map(startOf)).toEqual([7, 6, 5, 4, 8]);
  });

  it('is put aside while it runs, without losing a line, and a second process goes on in the new file', () => {
    const log = openLog({ stateFolder, maxBytes: 2_000, kept: 4 });
    const other = openLog({ stateFolder, maxBytes: 2_000, kept: 4 });
    for (let line = 0; line < 40; line++) {
      log.info({ line, filling: 'x'.repeat(100) });
      if (line % 10 === 9) other.info({ line: 100 + line });
      // as if it took months
      if (line % 3 === 0) log.flush();
    }
    log.close();
    other.close();
    const texts = logs().map((name) => fs.readFileSync(path.join(stateFolder, 'logs', name), 'utf8'));
    expect(logs()).toHaveLength(4);
    for (const text of texts) expect(text.length).toBeLessThan(2_500);
    const held = texts
      .flatMap((text) => text.trim().split('\n'))
      .map((text) => (JSON.parse(text) as { line: number }).line)
      .filter((line) => line < 100)
      .sort((a, b) => a - b);
    // the newest are all there, none twice
    expect(held).toEqual(Array.from({ length: held.length }, (_, i) => 40 - held.length + i));
    expect(held.length).toBeGreaterThan(20);
  });

  it('goes on in the long file when no new one can be begun', () => {
    const log = openLog({ stateFolder, maxBytes: 200 });
    fs.rmSync(path.join(stateFolder, 'logs'), { recursive: true });
    for (let line = 0; line < 10; line++) log.info({ line, filling: 'x'.repeat(100) });
    log.close();
  });

  it.each([
    ['put aside', (file: string) => fs.renameSync(file, `${file}.old`), 1],
    ['removed', (file: string) => fs.rmSync(file), 0],
    ['removed with its folder', (file: string) => fs.rmSync(path.dirname(file), { recursive: true }), 0],
  ])('that was %s by another program is begun anew', (_what, act, before) => {
    const log = openLog({ stateFolder });
    log.info({ line: 1 });
    act(log.file);
    log.info({ line: 2 });
    log.info({ line: 3 });
    expect(linesOf(log.file)).toEqual([2, 3]);
    if (before === 1) expect(linesOf(`${log.file}.old`)).toEqual([1]);
    expect(log.isKept()).toBe(true);
    log.close();
  });

  it('that cannot be written is told once, and has what was said as soon as it can', () => {
    const file = path.join(stateFolder, 'logs', 'koosync.log');
    fs.mkdirSync(file, { recursive: true });
    const log = openLog({ stateFolder });
    const told: unknown[] = [];
    log.onTrouble((trouble) => told.push(trouble));
    for (let line = 1; line <= 1100; line++) log.info({ line });
    // Windows opens a folder, and has words of its own for writing to it
    const system = expect.stringMatching(process.platform === 'win32' ? /^[A-Z]+$/u : /^EISDIR$/u) as string;
    expect(told).toEqual([{ path: file, system, isFull: false }]);
    expect(log.isKept()).toBe(false);
    fs.rmdirSync(file);
    log.info({ line: 1101 });
    // the newest thousand
    expect(linesOf(file)).toEqual(Array.from({ length: 1000 }, (_, i) => 102 + i));
    expect(log.isKept()).toBe(true);
    expect(told).toHaveLength(1);
    log.close();
    log.info({ line: 1102 });
    expect(linesOf(file)).toHaveLength(1000);
  });

  it.runIf(fs.existsSync('/dev/full'))('tells that the disk is full, when it is', () => {
    const file = path.join(stateFolder, 'logs', 'koosync.log');
    fs.mkdirSync(path.dirname(file));
    fs.symlinkSync('/dev/full', file);
    const log = openLog({ stateFolder });
    const told: unknown[] = [];
    log.onTrouble((trouble) => told.push(trouble));
    expect(told).toEqual([]);
    log.info({ line: 1 });
    expect(told).toEqual([{ path: file, system: 'ENOSPC', isFull: true }]);
    fs.rmSync(file);
    log.info({ line: 2 });
    log.close();
    expect(linesOf(file)).toEqual([1, 2]);
  });

  it('goes on in the same file while it is short', () => {
    for (let start = 0; start < 3; start++) {
      const log = openLog({ stateFolder });
      log.warn({ start });
      log.close();
    }
    expect(logs()).toEqual(['koosync.log']);
    expect(
      fs
        .readFileSync(path.join(stateFolder, 'logs', 'koosync.log'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(3);
  });
});

describe('the log in memory', () => {
  it('keeps redacted lines', () => {
    const log = memoryLog();
    log.warn({ token: 'topsecret1', path: '/a' }, 'x');
    expect(log.lines).toEqual([{ level: 'warn', message: 'x', token: '[redacted]', path: '/a' }]);
  });
});
