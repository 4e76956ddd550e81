import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KooDrive, ListedRevision, Revision } from '../koodrive/api.ts';
import { KooError } from '../model/errors.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { createHistoryReader } from './read-history.ts';
import { VersionCache } from './version-cache.ts';

const file = { containerId: 'C1', fileId: 'F1' };
const code = (value: string) => expect.objectContaining({ code: value }) as Error;

let home: string;
let db: Database;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-read-'));
  db = openDatabase(home);
});
afterEach(() => {
  db.close();
  rmSync(home, { recursive: true, force: true });
});

const revisionOf = (n: number): Revision => ({
  revisionId: `F1.${n}`,
  revisionVersion: n,
  createdAt: 1_000_000 + n,
  size: n,
  sha256: createHash('sha256').update(String(n)).digest('hex'),
  latest: false,
  keepForever: false,
  createdBy: 'u1',
  createReason: 'created',
  updatedAt: undefined,
});
const idAlone = ({ revisionId }: Revision): ListedRevision => ({
  revisionId,
  revisionVersion: undefined,
  createdAt: undefined,
  size: undefined,
  sha256: undefined,
  latest: undefined,
  keepForever: undefined,
  createdBy: undefined,
  createReason: undefined,
  updatedAt: undefined,
});

/** A server with the versions 1 to `count` of one file. `by` says what a cursor is: how many came, or who came last. */
function world(count: number, { by = 'last', lean = false }: { by?: 'last' | 'count'; lean?: boolean } = {}) {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const asked = { lists: 0, gets: 0, details: 0, atOnce: 0, most: 0 };
  let between: () => Promise<void> | void = () => undefined;
  const fake = {
    numbers,
    asked,
    down: false,
    meanwhile: (work: () => Promise<void> | void) => {
      between = work;
    },
  };
  const koodrive: Pick<KooDrive, 'listRevisions' | 'getRevision' | 'detail'> = {
    async listRevisions({ pageSize = 100, cursor }) {
      if (fake.down) throw new KooError('OFFLINE', 'down');
      asked.lists += 1;
      asked.atOnce += 1;
      asked.most = Math.max(asked.most, asked.atOnce);
      await new Promise(setImmediate);
      asked.atOnce -= 1;
      const newest = numbers.toReversed();
      const from =
        cursor === undefined
          ? 0
          : by === 'count'
            ? Number(cursor)
            : newest.findIndex((n) => n < Number(cursor)) === -1
              ? newest.length
              : newest.findIndex((n) => n < Number(cursor));
      const page = newest.slice(from, from + pageSize);
      const more = from + pageSize < newest.length;
      const next = by === 'count' ? String(from + pageSize) : String(page.at(-1));
      await between();
      return {
        revisions: page
          .map((n) => ({ ...revisionOf(n), latest: n === newest[0] }))
          .map((one) => (lean ? idAlone(one) : one)),
        nextCursor: more ? next : undefined,
      };
    },
    async getRevision({ revisionId }) {
      asked.gets += 1;
      asked.atOnce += 1;
      asked.most = Math.max(asked.most, asked.atOnce);
      await new Promise(setImmediate);
      asked.atOnce -= 1;
      const n = Number(revisionId.slice(3));
      if (!numbers.includes(n)) throw new KooError('NOT_FOUND', 'no such revision');
      return { ...revisionOf(n), latest: n === numbers.at(-1), downloadUrl: 'https://example.com' };
    },
    async detail() {
      asked.details += 1;
      return {
        fileId: 'F1',
        name: 'a',
        isFolder: false,
        recycled: false,
        parentId: undefined,
        size: 1,
        sha256: undefined,
        editedAt: undefined,
        users: [
          { userId: undefined, me: true, name: 'Ann' },
          { userId: 'u2', me: false, name: 'Ben' },
        ],
      };
    },
  };
  let now = 5000;
  const cache = new VersionCache(db);
  const reader = createHistoryReader({
    koodrive,
    cache,
    notes: { on: (_file, versions) => [...versions] },
    userId: () => 'u1',
    now: () => (now += 1),
  });
  /** Reads to the last page; gives the numbers. */
  const readAll = async () => {
    const ids: string[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = await reader.read(file, after);
      ids.push(...page.versions.map(({ revisionId }) => revisionId));
      after = page.next;
    }
    return ids.map((id) => Number(id.slice(3)));
  };
  const known = () => {
    const ids: string[] = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const page = reader.known(file, after);
      ids.push(...page.versions.map(({ revisionId }) => revisionId));
      after = page.next;
    }
    return ids.map((id) => Number(id.slice(3)));
  };
  return { fake, reader, cache, readAll, known };
}
const downFrom = (n: number, to = 1) => Array.from({ length: n - to + 1 }, (_, i) => n - i);

describe('reading a history', () => {
  it('knows nothing of a file that was never read', () => {
    const { reader } = world(3);
    expect(reader.known(file)).toEqual({ versions: [] });
  });

  it('gives a page at a time and knows it from then on, offline too', async () => {
    const { fake, reader, known } = world(250);
    const first = await reader.read(file);
    expect(first.versions).toHaveLength(100);
    expect(first.versions[0]).toMatchObject({ revisionVersion: 250, latest: true, author: 'Ann' });
    expect(known()).toEqual(downFrom(250, 151));
    await reader.read(file, first.next);
    fake.down = true;
    expect(known()).toEqual(downFrom(250, 51));
    expect(reader.known(file).readAt).toBe(first.readAt);
    await expect(reader.read(file)).rejects.toThrow(code('OFFLINE'));
    expect(known()).toEqual(downFrom(250, 51));
  });

  it('asks for a list of 10,000 at most a hundred times, and for no version by itself', async () => {
    const { fake, readAll, known } = world(10_000, { lean: true });
    expect(await readAll()).toEqual(downFrom(10_000));
    expect(fake.asked).toMatchObject({ lists: 100, gets: 0, details: 1 });
    expect(known()).toEqual(downFrom(10_000));
  });

  it('asks for names while the first list is on its way, and no more where lists tell of nobody', async () => {
    const told = world(3);
    let before = 0;
    told.fake.meanwhile(() => void (before = told.fake.asked.details));
    const { versions } = await told.reader.read(file);
    expect(before).toBe(1);
    expect(versions[0]).toMatchObject({ author: 'Ann' });
    await told.reader.read({ containerId: 'C1', fileId: 'F2' });
    expect(told.fake.asked.details).toBe(2);
    const untold = world(3, { lean: true });
    for (const fileId of ['F1', 'F2', 'F3']) await untold.reader.read({ containerId: 'C1', fileId });
    expect(untold.fake.asked.details).toBe(1);
  });

  it('reads two lists at a time over all files', async () => {
    const { fake, reader } = world(3);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => reader.read({ containerId: 'C1', fileId: `F${i}` })),
    );
    expect(fake.asked).toMatchObject({ lists: 20, most: 2 });
  });

  it('refuses what is no page of a history', async () => {
    const { reader } = world(3);
    await expect(reader.read(file, 'nonsense')).rejects.toThrow(code('BAD_USAGE'));
  });
});

describe('what is not listed any more', () => {
  it('is dropped when a whole reading came to its end, and not before', async () => {
    const { fake, reader, readAll, known } = world(250);
    await readAll();
    fake.numbers.splice(0, 10);
    fake.numbers.splice(fake.numbers.indexOf(200), 1);
    const first = await reader.read(file);
    expect(known()).toHaveLength(250);
    const second = await reader.read(file, first.next);
    expect(known()).toHaveLength(250);
    await reader.read(file, second.next);
    expect(known()).toEqual(downFrom(250, 11).filter((n) => n !== 200));
  });

  it('stays while two readings are under way, until the one that began last is whole', async () => {
    const { fake, reader, readAll, known } = world(150);
    await readAll();
    fake.numbers.splice(0, 1);
    const one = await reader.read(file);
    const other = await reader.read(file);
    await reader.read(file, one.next);
    expect(known()).toHaveLength(150);
    await reader.read(file, other.next);
    expect(known()).toHaveLength(149);
  });

  it('goes at once where it was deleted here, and a reading that was under way drops nothing else', async () => {
    const { fake, reader, cache, readAll, known } = world(250, { by: 'count' });
    await readAll();
    const first = await reader.read(file);
    fake.numbers.splice(fake.numbers.indexOf(240), 1);
    cache.drop(file, 'F1.240');
    // the list moved up by one: version 150 stands on no page of this reading
    const second = await reader.read(file, first.next);
    await reader.read(file, second.next);
    const left = downFrom(250).filter((n) => n !== 240);
    expect(known().toSorted((a, b) => b - a)).toEqual(left);
    await readAll();
    expect(known()).toEqual(left);
  });
});

describe.each(['last', 'count'] as const)('a list that grows while it is read, with cursors by %s', (by) => {
  it('loses nothing and has the new ones on top', async () => {
    const { fake, readAll, known } = world(250, { by });
    fake.meanwhile(() => {
      fake.meanwhile(() => undefined);
      fake.numbers.push(251, 252);
    });
    await readAll();
    // a server that goes by who came last does not show new ones to a reading that is under way
    if (by === 'last') await readAll();
    expect(known()).toEqual(downFrom(252));
  });

  it('drops nothing of what it knew', async () => {
    const { fake, readAll, known } = world(250, { by });
    await readAll();
    let left = 2;
    fake.meanwhile(() => {
      if (left > 0) fake.numbers.push((fake.numbers.at(-1) ?? 0) + 1);
      left -= 1;
    });
    await readAll();
    await readAll();
    expect(known()).toEqual(downFrom(252));
  });
});

describe.each(['last', 'count'] as const)(
  'a list that shrinks while it is read, with cursors by %s',
  (by) => {
    it.each([1, 7, 99])(
      'misses nothing that is there when it ends (%i deleted after each page)',
      async (each) => {
        const { fake, readAll, known } = world(3000, { by });
        // those that the reading is past: it is they that move the rest
        fake.meanwhile(() => void fake.numbers.splice(-each, each));
        await readAll();
        fake.meanwhile(() => undefined);
        const found = new Set(known());
        expect(fake.numbers.filter((n) => !found.has(n))).toEqual([]);
      },
    );

    it('asks for no page twice where those between were deleted before', async () => {
      const { fake, readAll, known } = world(1000, { by });
      fake.numbers.splice(300, 20);
      fake.numbers.splice(700, 50);
      await readAll();
      expect(known()).toEqual(fake.numbers.toReversed());
      // once more at the end of a page, at most
      expect(fake.asked.lists).toBeLessThanOrEqual(12);
    });
  },
);

describe('details', () => {
  it('come for what is asked, six at a time, and once', async () => {
    const { fake, reader, readAll } = world(300, { lean: true });
    await readAll();
    const ids = downFrom(300, 251).map((n) => `F1.${n}`);
    const details = await reader.details(file, ids);
    expect(details.map(({ revisionVersion }) => revisionVersion)).toEqual(downFrom(300, 251));
    expect(fake.asked).toMatchObject({ gets: 50, most: 6 });
    await reader.details(file, ids);
    expect(fake.asked.gets).toBe(50);
    expect(reader.known(file).versions[0]).toMatchObject({ revisionVersion: 300, size: 300 });
  });

  it('of one that was cleared away leave it out and forget it', async () => {
    const { fake, reader, readAll, known } = world(3, { lean: true });
    await readAll();
    fake.numbers.splice(0, 1);
    const details = await reader.details(file, ['F1.3', 'F1.1', 'F1.3']);
    expect(details.map(({ revisionId }) => revisionId)).toEqual(['F1.3']);
    expect(known()).toEqual([3, 2]);
  });

  it('stay when a later list leaves them out, and the latest is the first of the list', async () => {
    const { fake, reader, readAll } = world(2, { lean: true });
    await readAll();
    await reader.details(file, ['F1.1', 'F1.2']);
    fake.numbers.push(3);
    await readAll();
    expect(reader.known(file).versions.map(({ size, latest }) => [size, latest])).toEqual([
      [undefined, true],
      [2, false],
      [1, false],
    ]);
  });
});

it('a page that was known moves with a reading that begins between two pages', async () => {
  const { fake, reader, readAll } = world(1200);
  await readAll();
  const first = reader.known(file);
  expect(first.versions).toHaveLength(500);
  fake.numbers.push(1201);
  await reader.read(file);
  const second = reader.known(file, first.next);
  expect(second.versions[0]?.revisionVersion).toBe(700);
  expect(reader.known(file).versions[0]?.revisionVersion).toBe(1201);
});
