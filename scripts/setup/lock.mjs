// One set-up at a time in one checkout: npm ci and node-gyp both spoil each other's work when they run twice at once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from './project-node.mjs';
import { say } from './run.mjs';

const lock = path.join(repo, '.cache', 'setup.lock');

const holder = () => {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
};

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const alone = async (work) => {
  mkdirSync(path.dirname(lock), { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      const other = holder();
      if (other === undefined) {
        // Left behind by a killed run.
        rmSync(lock, { force: true });
        continue;
      }
      if (!told) say(`waiting for another set-up of this checkout (process ${other}) ...`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
};
