/**
 * What the installer for Windows runs: node path-entry.js add|remove user|machine FOLDER. Puts the folder of `koosync`
 * on PATH, and takes it off again. An installer's own language could not: it cuts a long PATH, and writes that back.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../lib/programs.ts';
import { pathFile, readPathValue, registryText, withFolder, withoutFolder } from './registry-file.ts';

const keys: Readonly<Record<string, string>> = {
  user: String.raw`HKEY_CURRENT_USER\Environment`,
  machine: String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager\Environment`,
};

const [what = '', whose = '', folder = ''] = process.argv.slice(2);
const key = keys[whose];
if (key === undefined || folder === '' || (what !== 'add' && what !== 'remove')) {
  process.stderr.write('path-entry: add|remove user|machine FOLDER\n');
  process.exit(2);
}
const reg = async (args: readonly string[]): Promise<void> => {
  const { status, output } = await runProgram('reg.exe', args);
  if (status !== 0) throw new Error(`reg.exe ${args.join(' ')}: ${output.trim()}`);
};
const scratch = mkdtempSync(join(tmpdir(), 'koosync-path-'));
try {
  const exported = join(scratch, 'before.reg');
  await reg(['export', key, exported, '/y']);
  const value = readPathValue(registryText(readFileSync(exported))) ?? { text: '', type: 2 as const };
  const text = what === 'add' ? withFolder(value.text, folder) : withoutFolder(value.text, folder);
  if (text !== value.text) {
    const imported = join(scratch, 'after.reg');
    writeFileSync(imported, pathFile(key, { ...value, text }));
    await reg(['import', imported]);
  }
} catch (thrown) {
  process.stderr.write(`path-entry: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
