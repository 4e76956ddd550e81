import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram, startProgram, startSuccessor, systemProgram, withoutSecrets } from './programs.ts';

const node = process.execPath;
const printEnvironment = 'console.log(JSON.stringify(process.env))';
const secrets = { KOOSYNC_TOKEN: 'hush-token', KOOSYNC_APP_SECRET: 'hush-secret' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-programs-'));
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a program that is run', () => {
  it('has none of our secrets, and what else we have', async () => {
    vi.stubEnv('KOOSYNC_HOME', folder);
    const { status, stdout } = await runProgram(node, ['-e', printEnvironment], { env: { LC_ALL: 'C' } });
    const env = JSON.parse(stdout) as Record<string, string>;
    expect(status).toBe(0);
    expect(stdout).not.toContain('hush');
    expect([env['KOOSYNC_HOME'], env['LC_ALL']]).toEqual([folder, 'C']);
  });

  it('gives its end, and what it said on both streams', async () => {
    const ran = await runProgram(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(ran).toMatchObject({ status: 3, stdout: 'out\n' });
    expect([...ran.output.trim().split('\n')].sort()).toEqual(['err', 'out']);
  });

  it('that is not there, ends by a signal or does not end is no error of ours', async () => {
    expect(await runProgram(join(folder, 'none'), [])).toMatchObject({ status: null, stdout: '' });
    // Windows has no signals, and a process that is ended has a status
    const killed = await runProgram(node, ['-e', 'process.kill(process.pid, "SIGKILL")']);
    expect(killed.status).toBe(process.platform === 'win32' ? 1 : null);
    const endless = ['-e', 'setInterval(() => {}, 1000)'];
    expect(await runProgram(node, endless, { timeoutMs: 50 })).toMatchObject({ status: null });
  });

  it('that goes on talking is ended', async () => {
    const talks = 'const s = "x".repeat(1 << 20); const on = () => process.stdout.write(s, on); on()';
    expect(await runProgram(node, ['-e', talks])).toMatchObject({ status: null });
  });
});

describe('a program that is started', () => {
  it('has none of our secrets, whatever environment it is given', async () => {
    const told = join(folder, 'told');
    const tell = `require('fs').writeFileSync(process.argv[1] + '.new', JSON.stringify(process.env)); require('fs').renameSync(process.argv[1] + '.new', process.argv[1])`;
    await startProgram(node, ['-e', tell, told], { ...process.env, MINE: 'yes', koosync_token: 'hush-3' });
    const text = await vi.waitFor(() => readFileSync(told, 'utf8'), { timeout: 20_000 });
    expect(JSON.parse(text)).toMatchObject({ MINE: 'yes' });
    expect(text).not.toContain('hush');
  });

  it('that takes our place gets what we were given', async () => {
    const told = join(folder, 'told');
    const tell = `require('fs').writeFileSync(process.argv[1] + '.new', process.env.KOOSYNC_TOKEN); require('fs').renameSync(process.argv[1] + '.new', process.argv[1])`;
    await startSuccessor(node, ['-e', tell, told], { ...process.env, ...secrets });
    expect(await vi.waitFor(() => readFileSync(told, 'utf8'), { timeout: 20_000 })).toBe('hush-token');
  });

  it('that is not there is said', async () => {
    await expect(startProgram(join(folder, 'none'), [], {})).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('where a program lies', () => {
  it('is a whole path, or on PATH by its name', () => {
    expect(systemProgram('/usr/bin/plutil', 'darwin', {})).toBe('/usr/bin/plutil');
    expect(systemProgram('gsettings', 'linux', {})).toBe('gsettings');
  });

  it('on Windows is never the working folder', () => {
    const env = { SystemRoot: String.raw`D:\Win` };
    expect(systemProgram('reg.exe', 'win32', env)).toBe(String.raw`D:\Win\System32\reg.exe`);
    expect(systemProgram('reg.exe', 'win32', {})).toBe(String.raw`C:\Windows\System32\reg.exe`);
    expect(systemProgram(String.raw`C:\a\b.exe`, 'win32', env)).toBe(String.raw`C:\a\b.exe`);
  });

  it.each(['./tool', 'bin/tool', '../tool'])('is not taken from a path like %s', (program) => {
    expect(() => systemProgram(program, 'linux', {})).toThrow(RangeError);
    expect(() => systemProgram(program, 'win32', {})).toThrow(RangeError);
  });

  it.skipIf(process.platform === 'win32')('is not the working folder on Linux either', async () => {
    symlinkSync('/bin/true', join(folder, 'koosync-test-tool'));
    const was = process.cwd();
    // a worker may not change its folder: a child of ours is asked
    const ask = `process.chdir(${JSON.stringify(folder)}); const {runProgram} = await import(${JSON.stringify(join(import.meta.dirname, 'programs.ts'))}); console.log((await runProgram('koosync-test-tool', [])).status)`;
    const { stdout } = await runProgram(node, ['--input-type=module', '-e', ask]);
    expect(stdout.trim()).toBe('null');
    expect(process.cwd()).toBe(was);
  });
});

it('secrets are taken out of an environment, and what has no value', () => {
  expect(withoutSecrets({ ...secrets, A: 'b', C: undefined })).toEqual({ A: 'b' });
});
