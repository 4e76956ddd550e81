/**
 * The built command line, and what it takes to start it. Vitest builds it before the scenarios (vitest.config.ts), when
 * it is older than its source, so that nobody ever tests yesterday's and no two test files build at once.
 */
import { execFile } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

export const builtFolder = join(root, 'out/cli');
export const builtCli = join(builtFolder, 'koosync.js');

/** Its code as V8 compiled it once: a start then takes two thirds of the time, and does the same. */
const compiled = join(root, '.cache/compiled-cli');
export const startsFaster = { NODE_COMPILE_CACHE: compiled };

const newest = (folder: string): number =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .reduce((latest, { parentPath, name }) => Math.max(latest, statSync(join(parentPath, name)).mtimeMs), 0);

export const buildCli = async (): Promise<void> => {
  const at = Math.min(
    ...['koosync.js', 'koosync-main.js', 'read-content.worker.js'].map(
      (name) => statSync(join(builtFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
  if (at >= Math.max(newest('main'), newest('shared'))) return;
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts'), 'cli'], { cwd: root });
  rmSync(compiled, { recursive: true, force: true });
};

/** What Vitest calls before the first test file. */
export default buildCli;
