/** What tests on Windows share: a folder that is synced, and another program that does something to a file of it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliWorld } from '../harness/cli-world.ts';

/** libuv takes it, and Node names it nowhere: nobody else may open the file meanwhile, for anything. */
const exclusively = 0x1000_0000;

export type Holder = {
  /** the path is free again */
  letGo(): Promise<void>;
};

/**
 * Another program that has the file open. `how`: as most programs do, who let it be read but neither replaced nor deleted;
 * or `alone`, as those do that let nobody in.
 */
export async function holding(path: string, how: 'read-shared' | 'alone'): Promise<Holder> {
  const flags = how === 'alone' ? exclusively : 0;
  const program = `require('fs').openSync(${JSON.stringify(path)}, ${String(flags)}); console.log('open'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async letGo() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** What another program says that renames one file over another: '' where that works, else the code of the failure. */
export const renamedByAnother = (from: string, to: string): string => {
  const program = `try { require('fs').renameSync(${JSON.stringify(from)}, ${JSON.stringify(to)}) } catch ({ code }) { process.stdout.write(code) }`;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

/** `docs` with `Report.txt` in it, all of it synced. Gives the absolute path of the folder. */
export async function syncedDocs(world: CliWorld): Promise<string> {
  const docs = join(world.folder, 'Docs');
  mkdirSync(join(docs, 'Sub Folder'), { recursive: true });
  writeFileSync(join(docs, 'Report.txt'), 'first');
  writeFileSync(join(docs, 'Sub Folder', '中文.txt'), 'second');
  world.settings();
  await world.setUp.add(docs);
  await world.setUp.pass();
  return docs;
}
