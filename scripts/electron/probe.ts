import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ElectronRuntime } from './runtime-types.ts';

const question = `
  let sqlite = 'libsql';
  try { require('node:sqlite'); sqlite = 'node'; } catch {}
  console.log(JSON.stringify({ version: process.versions.electron, node: process.versions.node, sqlite }));
`;

/** Asks the binary itself what it is, which also shows that it starts and finds all its libraries. */
export const probe = async (
  executable: string,
): Promise<Pick<ElectronRuntime, 'version' | 'node' | 'sqlite'>> => {
  const { stdout } = await promisify(execFile)(executable, ['-e', question], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 30_000,
  });
  return JSON.parse(stdout) as Pick<ElectronRuntime, 'version' | 'node' | 'sqlite'>;
};
