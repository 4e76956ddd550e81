/** Where policies stand on systems that these tests do not run on: the programs of those systems are stood in for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunProgram } from '../lib/programs.ts';
import { machinePolicy, registryKey } from './sources.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'koosync-places-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const ended = (status: number) => ({ status, stdout: '', output: '' });

const windows = (run: RunProgram) =>
  machinePolicy({
    platform: 'win32',
    env: { SystemRoot: 'D:\\Win', ProgramFiles: join(scratch, 'Programs') },
    userName: 'ann',
    scratch,
    run,
  }).source.read();

describe('the registry', () => {
  const exported = '\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[x]\r\n"updates"="off"\r\n';
  /** reg.exe, where the key is `there` and is exported as `text`. */
  const reg =
    (there: boolean, text: string | undefined, calls: string[][] = []): RunProgram =>
    async (program, args) => {
      calls.push([program, ...args]);
      if (args[0] === 'query') return ended(there ? 0 : 1);
      const [, , file] = args;
      if (text === undefined || file === undefined) return ended(1);
      writeFileSync(file, text, 'utf16le');
      return ended(0);
    };

  it('is asked by the program of the system, in the view of 64 bits, and leaves no file', async () => {
    const calls: string[][] = [];
    expect(await windows(reg(true, exported, calls))).toEqual({
      kind: 'found',
      path: registryKey,
      values: { updates: 'off' },
    });
    const file = join(scratch, 'policy-export.reg');
    expect(calls).toEqual([
      ['D:\\Win\\System32\\reg.exe', 'query', registryKey, '/reg:64'],
      ['D:\\Win\\System32\\reg.exe', 'export', registryKey, file, '/y', '/reg:64'],
    ]);
    expect(() => rmSync(file)).toThrow('ENOENT');
  });

  it('has none where the key is not', async () => {
    expect(await windows(reg(false, undefined))).toEqual({ kind: 'none' });
  });

  it.each([
    ['does not give it', undefined],
    ['gives something else', 'no export'],
  ])('is told as broken where it is there and reg.exe %s', async (_what, text) => {
    expect(await windows(reg(true, text))).toEqual({ kind: 'unusable', path: registryKey, why: 'broken' });
  });
});

describe('macOS', () => {
  it('has managed preferences of the user, then of the computer, then the file', async () => {
    const { source, lookEveryMs } = machinePolicy({
      platform: 'darwin',
      env: {},
      userName: 'ann',
      scratch,
      run: () => Promise.reject(new Error('nothing is there to convert')),
    });
    // none of them is on this system, where nothing is asked
    if (process.platform !== 'darwin') expect(await source.read()).toEqual({ kind: 'none' });
    expect(lookEveryMs).toBeLessThan(10_000);
  });
});
