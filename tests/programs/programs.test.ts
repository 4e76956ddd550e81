/**
 * What real programs write, while the real client runs with its watcher on a real disk: a document that is saved ten times keeps
 * its file on the server and gets ten versions, and whatever is written is there in the end, byte for byte.
 */
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until, untilEqual } from '../harness/until.ts';
import { mappedWriter, savers, writers, type Place } from './programs.ts';
import { withAll } from './with-all.ts';

const saves = 10;

let world: CliWorld;
let place: Place;
beforeEach(async () => {
  world = await openCliWorld();
  // what a program does in one go is one change
  world.settings({ settleMs: 300, versionIntervalMs: 1000 });
  place = { synced: join(world.folder, 'synced'), beside: join(world.folder, 'beside') };
  mkdirSync(place.synced);
  mkdirSync(place.beside);
  await world.setUp.add(place.synced);
  await world.start(['run']).says('Watching');
});
afterEach(() => world.close());

const tree = () => world.emulator.control.tree(defaults.containerId);
const onServer = (path: string) => tree().find((file) => file.path === `synced/${path}`);
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('saves that are versions of one file', () => {
  for (const { name, needs, document, leaves = [], open } of savers)
    withAll(needs)(name, async () => {
      const sitting = await open(place);
      try {
        await until('the first version', () => onServer(document)?.revisions.length === 1);
        const first = onServer(document)?.fileId;
        for (let nth = 1; nth <= saves; nth++) {
          await sitting.save(nth);
          await until(`version ${nth + 1}`, () => onServer(document)?.revisions.length === nth + 1);
          expect(onServer(document)?.fileId).toBe(first);
        }
        expect(onServer(document)?.revisions.at(-1)?.sha256).toBe(sha256(join(place.synced, document)));
      } finally {
        await sitting.close();
      }
      // nothing of how it was saved stays there
      const here = () =>
        readdirSync(place.synced).filter((file) => leaves.includes(file) || file === document);
      await untilEqual(
        () =>
          tree()
            .map(({ path }) => path)
            .toSorted(),
        here()
          .map((file) => `synced/${file}`)
          .toSorted(),
      );
    });
});

describe('what is written is there in the end', () => {
  for (const { name, needs, work } of writers)
    withAll(needs)(name, async () => {
      await work(place);
      const here = () =>
        readdirSync(place.synced, { recursive: true, encoding: 'utf8' })
          .filter((path) => statSync(join(place.synced, path)).isFile())
          .map((path) => [`synced/${path}`, sha256(join(place.synced, path))] as const);
      await untilEqual(
        () => Object.fromEntries(tree().map(({ path, revisions }) => [path, revisions.at(-1)?.sha256])),
        Object.fromEntries(here()),
      );
    });

  withAll(mappedWriter.needs)(mappedWriter.name, async () => {
    const path = join(place.synced, 'cells.db');
    const sitting = await mappedWriter.open(place);
    try {
      await sitting.save(1);
      await until('what was stamped', () => onServer('cells.db')?.revisions.at(-1)?.sha256 === sha256(path));
      const stamped = statSync(path, { bigint: true }).mtimeNs;
      await sitting.save(2);
      expect(statSync(path, { bigint: true }).mtimeNs, 'this disk stamps every write to a mapped page').toBe(
        stamped,
      );
      await until('what was not', () => onServer('cells.db')?.revisions.at(-1)?.sha256 === sha256(path));
    } finally {
      await sitting.close();
    }
  });
});
