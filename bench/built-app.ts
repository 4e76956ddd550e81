/** The app, built for the Electron that this machine has. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { appPart, electronRuntime, type ElectronRuntime } from '../scripts/electron-runtime.ts';

const root = join(import.meta.dirname, '..');
let built: Promise<ElectronRuntime> | undefined;

/** Builds it once for all rows, and gives what it runs on. Throws where there is no Electron, or where building fails. */
export function buildApp(): Promise<ElectronRuntime> {
  built ??= electronRuntime().then((runtime) => {
    const parts = [appPart(runtime), 'cli', 'renderer', 'icons'];
    execFileSync(process.execPath, ['scripts/build.ts', ...parts], { cwd: root, stdio: 'inherit' });
    return runtime;
  });
  return built;
}
