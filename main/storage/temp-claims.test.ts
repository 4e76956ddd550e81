import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTempClaims } from './temp-claims.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-claims-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});
const kept = () => readdirSync(join(home, 'temp-files'));

it('what is claimed is nobody else’s, in this process and in others, and ends without a trace', () => {
  const claims = openTempClaims(home);
  expect(claims.abandoned()).toEqual([]);
  const claim = claims.claim('/a/b.tmp', 'b');
  expect(openTempClaims(home).abandoned()).toEqual([]);
  claim.end();
  expect(kept()).toEqual([]);
});

it('what was left is found by the next, once', () => {
  openTempClaims(home).claim('/a/b.tmp', 'b').leave();
  const claims = openTempClaims(home);
  const [found] = claims.abandoned();
  expect(found?.path).toBe('/a/b.tmp');
  // whoever has it clears it alone
  expect(openTempClaims(home).abandoned()).toEqual([]);
  found?.leave();
  openTempClaims(home)
    .abandoned()
    .forEach((one) => one.end());
  expect(kept()).toEqual([]);
});

it('of a process that is killed it is found at once', async () => {
  const code = `
    const { openTempClaims } = await import(process.env.CLAIMS);
    openTempClaims(process.env.FOLDER).claim('/a/b.tmp', 'b');
    console.log('claimed');
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, FOLDER: home, CLAIMS: new URL('./temp-claims.ts', import.meta.url).href },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(openTempClaims(home).abandoned()).toEqual([]);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  const [found] = openTempClaims(home).abandoned();
  expect(found?.path).toBe('/a/b.tmp');
  found?.end();
});

it('one that is just being made is let alone, and one that never was is cleared away', () => {
  const folder = join(home, 'temp-files');
  mkdirSync(folder);
  writeFileSync(join(folder, 'new.claim'), '');
  writeFileSync(join(folder, 'old.claim'), '');
  writeFileSync(join(folder, 'torn.claim'), 'no database');
  for (const name of ['old', 'torn']) utimesSync(join(folder, `${name}.claim`), 1, 1);
  expect(openTempClaims(home).abandoned()).toEqual([]);
  expect(kept()).toEqual(['new.claim']);
});
