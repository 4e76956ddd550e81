import path from 'node:path';
import { expect, it } from 'vitest';
import type { WatcherListener } from '../../main/engine/watch/watcher.ts';
import { watchSources } from './sources.ts';

/** A watcher by hand: what happens in which folder is said by the test. */
const byHand = () => {
  const listeners = new Map<string, WatcherListener>();
  const closed: string[] = [];
  const lost: string[] = [];
  const opening = watchSources({
    watch: (folder, _rules, listener) => {
      listeners.set(path.basename(folder), listener);
      return {
        watch: () => ({ close: () => undefined }),
        close: () => {
          closed.push(path.basename(folder));
          return Promise.resolve();
        },
      };
    },
    root: path.resolve('/checkout'),
    folders: ['main', 'shared'],
    onLost: (error) => lost.push(error.message),
  });
  const at = (folder: string): WatcherListener => {
    const listener = listeners.get(folder);
    if (listener === undefined) throw new Error(`${folder} is not watched`);
    return listener;
  };
  return { at, opening, closed, lost };
};

it('is there when all folders are watched, and tells what changed until it is heard first', async () => {
  const { at, opening, closed } = byHand();
  let there = false;
  const opened = opening.then((sources) => {
    there = true;
    return sources;
  });
  at('main').ready();
  at('main').changed('a.ts', 'content');
  at('main').changed('a.ts', 'content');
  await Promise.resolve();
  expect(there).toBe(false);
  at('shared').ready();
  const sources = await opened;
  at('shared').changed('b.ts', 'content');
  const told: string[] = [];
  sources.tell((file) => told.push(file));
  expect(told).toEqual(['main/a.ts', 'shared/b.ts']);
  at('main').changed('a.ts', 'content');
  expect(told.slice(2)).toEqual(['main/a.ts']);
  await sources.close();
  expect(closed).toEqual(['main', 'shared']);
});
