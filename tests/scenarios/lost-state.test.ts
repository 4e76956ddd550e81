/**
 * A state folder that is not what it was: the database is empty, missing, an older one or somebody else's, or all of it
 * was copied or put back. It is told from a first start, said in one sentence, and found again on disk and on the server:
 * no content goes up twice, and nothing is deleted by what an old list says.
 */
import {
  cpSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused } from '../harness/cli-world.ts';
import { openSyncedWorld, type SyncedWorld } from '../harness/synced-world.ts';

let world: SyncedWorld;
beforeEach(async () => {
  world = await openSyncedWorld();
});
afterEach(async () => {
  await world.close();
});

const fill = () => world.syncTwice(['a.txt', 'b.txt', 'deep/er/c.txt', '文件夹/报告.txt']);
/** With all that lies beside it. */
const eachOfDatabase = (home: string) => readdirSync(home).filter((name) => name.startsWith('state.db'));
const removeDatabase = () => {
  for (const name of eachOfDatabase(world.home)) rmSync(join(world.home, name));
};
const saveHome = (to: string) => cpSync(world.home, to, { recursive: true });
const putHomeBack = (from: string) => {
  rmSync(world.home, { recursive: true });
  cpSync(from, world.home, { recursive: true });
};

const lost = 'was missing or empty. The list of synced folders was taken from its copy';
const putBack = 'is older than what KooSync last did here, or was copied from';
const foreign = '. The list of synced folders was taken from the copy that is there';
const listLost = 'was missing or empty, and pairs.json beside it';

/** What happens to the state folder, after everything was synced. */
const happenings: Readonly<
  Record<string, { readonly says: string; readonly happens: () => Promise<void> | void }>
> = {
  'the database is empty': {
    says: lost,
    happens: () => {
      removeDatabase();
      writeFileSync(world.state, '');
    },
  },
  'the database was cut to nothing, with its log beside it': {
    says: lost,
    happens: () => {
      truncateSync(world.state);
      writeFileSync(`${world.state}-wal`, 'left from before');
    },
  },
  'the database is gone': { says: lost, happens: removeDatabase },
  'the database is one of another computer': {
    says: foreign,
    happens: () => {
      const other = join(world.folder, 'other');
      mkdirSync(other);
      const db = new DatabaseSync(world.state);
      db.exec(`VACUUM INTO '${join(other, 'state.db')}'`);
      db.close();
      const theirs = new DatabaseSync(join(other, 'state.db'));
      theirs.exec(`UPDATE pair SET folder = '/home/somebody/else', remote = 'else';
        UPDATE flag SET value = json_set(value, '$.id', 'theirs') WHERE name = 'origin'`);
      theirs.close();
      removeDatabase();
      copyFileSync(join(other, 'state.db'), world.state);
    },
  },
  'the state folder was copied to another place': {
    says: putBack,
    happens: () => {
      saveHome(join(world.folder, 'copy'));
      putHomeBack(join(world.folder, 'copy'));
    },
  },
};

describe('when', () => {
  it.each(Object.entries(happenings))(
    '%s, it is found again, and nothing goes up',
    async (_what, { says, happens }) => {
      await fill();
      const before = world.truth();
      await happens();
      world.emulator.control.resetCounts();
      const status = await world.koosync('status');
      expect(status).toMatchObject({ code: 0, out: expect.stringContaining(world.docs) as unknown });
      expect(status.err).toContain(says);
      // said once beside what is asked, and in the status until everything was looked at
      const again = await world.koosync('status');
      expect(again.err).toBe('');
      expect(again.out).toContain('every file is compared with KooDrive');
      expect((await world.status())[0]?.problems.map(({ code }) => code)).toEqual(['STATE_REBUILT']);
      const ended = await world.once();
      expect(ended, ended.err).toMatchObject({ code: 0, err: '' });
      expect((await world.status())[0]?.problems).toEqual([]);
      expect(world.writesMade()).toEqual([]);
      expect(world.truth()).toEqual(before);
      expect(readFileSync(join(world.home, 'logs', 'koosync.log'), 'utf8')).toContain(
        'was not the one before',
      );
      // and from there on as ever
      world.write('a.txt', 'third');
      rmSync(join(world.docs, 'deep'), { recursive: true });
      world.settings({ deleteGraceMs: 0 });
      expect(await world.once()).toMatchObject({ code: 0, err: '' });
      expect(world.emulator.control.tree().map(({ path, revisions }) => [path, revisions.length])).toEqual(
        expect.arrayContaining([
          ['docs/a.txt', 3],
          ['docs/b.txt', 2],
        ]),
      );
      expect(world.emulator.control.tree().some(({ path }) => path.includes('deep/er/c.txt'))).toBe(false);
    },
  );

  it('a pass is the first to see it, it says so once and ends well, in Chinese, too', async () => {
    await fill();
    const before = world.truth();
    removeDatabase();
    world.env['LANG'] = 'zh_CN.UTF-8';
    const first = await world.once();
    expect(first, first.err).toMatchObject({ code: 0 });
    expect(first.err).toMatch(/中的数据库缺失或为空/);
    expect(await world.once()).toMatchObject({ code: 0, err: '' });
    expect(world.truth()).toEqual(before);
  });

  it('repair is the first to see it, it is what repair mends', async () => {
    await fill();
    removeDatabase();
    const ended = await world.koosync('repair');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain(lost);
    expect((await world.koosync('repair')).out).toContain('sound');
    expect(await world.status()).toMatchObject([{ folder: world.docs }]);
  });
});

describe('an older state that is put back', () => {
  const rows: Readonly<Record<string, () => { save(): void; back(): void }>> = {
    'with all of its folder': () => {
      const kept = join(world.folder, 'kept');
      return { save: () => saveHome(kept), back: () => putHomeBack(kept) };
    },
    'as the database alone, written over the newer one': () => {
      const kept = join(world.folder, 'kept.db');
      return {
        save: () => copyFileSync(world.state, kept),
        back: () => writeFileSync(world.state, readFileSync(kept)),
      };
    },
  };

  it.each(Object.keys(rows))('%s deletes and doubles nothing', async (how) => {
    const { save, back } = rows[how]?.() ?? { save: () => undefined, back: () => undefined };
    world.settings({ deleteGraceMs: 0 });
    await fill();
    save();
    // after the copy: a version, a new file, a rename, a deletion that somebody took back in KooDrive
    world.write('a.txt', 'third of a.txt');
    world.write('new/file.txt', 'new');
    renameSync(join(world.docs, 'b.txt'), join(world.docs, 'renamed.txt'));
    rmSync(join(world.docs, 'deep'), { recursive: true });
    await world.setUp.pass();
    expect(world.truth().some((line) => line.startsWith('docs/deep/'))).toBe(false);
    world.emulator.control.putFile('docs/deep/er/c.txt', Buffer.from('second of deep/er/c.txt'));
    const before = world.truth();
    back();
    world.emulator.control.resetCounts();
    const ended = await world.once();
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(ended.err).toContain(putBack);
    expect(await world.once()).toMatchObject({ code: 0, err: '' });
    expect(world.writesMade()).toEqual([]);
    expect(world.truth()).toEqual(before);
    expect(await world.json('deletions')).toMatchObject([]);
  });

  it('forgets deletions that waited or were held: they are not done without a word', async () => {
    world.settings({ deleteGraceMs: 86_400_000 });
    await fill();
    rmSync(join(world.docs, 'a.txt'));
    await world.once();
    expect(await world.json('deletions')).toMatchObject([{ state: 'waiting' }]);
    const before = world.truth();
    removeDatabase();
    world.settings({ deleteGraceMs: 0 });
    for (let pass = 0; pass < 2; pass++) expect(await world.once()).toMatchObject({ code: 0 });
    expect(await world.json('deletions')).toEqual([]);
    expect(world.truth()).toEqual(before);
  });
});

describe('the list of synced folders beside the database', () => {
  it.each<[string, () => void]>([
    ['damaged', () => writeFileSync(join(world.home, 'pairs.json'), '{"version": 1, "pairs": [')],
    ['missing', () => rmSync(join(world.home, 'pairs.json'))],
    ['one of another database', () => writeFileSync(join(world.home, 'pairs.json'), otherList)],
  ])('is written anew where it is %s and the database is whole', async (_what, happens) => {
    await fill();
    const before = readFileSync(join(world.home, 'pairs.json'), 'utf8');
    const listed = (text: string) => (JSON.parse(text) as { pairs: unknown }).pairs;
    happens();
    world.emulator.control.resetCounts();
    expect(await world.once()).toMatchObject({ code: 0, err: '' });
    expect(listed(readFileSync(join(world.home, 'pairs.json'), 'utf8'))).toEqual(listed(before));
    expect(world.emulator.control.writes()).toBe(0);
  });
  const otherList = JSON.stringify({
    version: 1,
    pairs: [{ folder: '/elsewhere', containerId: 'C', remote: 'elsewhere' }],
    origin: { id: 'another', turn: 1000 },
  });

  it('that is lost with the database is no first start, for as long as nobody adds a folder', async () => {
    await fill();
    removeDatabase();
    writeFileSync(join(world.home, 'pairs.json'), '{"version"');
    for (const words of [['run', '--once'], ['run'], ['status']]) {
      const ended = await world.koosync(...words);
      expect(ended).toMatchObject({ code: 1, out: '' });
      expect(ended.err).toContain(listLost);
      expect(ended.err).not.toContain('No folder is synced yet');
    }
    refused(
      await world.koosync('repair'),
      1,
      /pairs\.json beside it.*cannot be understood.*koosync add FOLDER/,
    );
    const before = world.truth();
    expect(await world.koosync('add', world.docs)).toMatchObject({ code: 0 });
    expect(await world.once()).toMatchObject({ code: 0, err: '' });
    expect(world.truth()).toEqual(before);
  });
});

it.each<[string, () => void]>([
  ['gone', removeDatabase],
  [
    'another one',
    () => {
      removeDatabase();
      new DatabaseSync(world.state).close();
    },
  ],
])(
  'a client that runs ends when its database is %s, and the next one finds everything again',
  async (_what, happens) => {
    await fill();
    const running = world.start(['run']);
    await running.says('Watching');
    await world.idle();
    happens();
    const ended = await running.ended;
    expect(ended.code, ended.err).toBe(1);
    expect(ended.err).toMatch(
      /The database .*state\.db was removed or replaced while KooSync ran\. Start KooSync again/,
    );
    const before = world.truth();
    const next = await world.once();
    expect(next, next.err).toMatchObject({ code: 0 });
    expect(next.err).toContain(lost);
    expect(world.truth()).toEqual(before);
  },
);

it('a folder that was only moved is nobody else’s: nothing is said or read again', async () => {
  await fill();
  const moved = join(world.folder, 'moved state');
  renameSync(world.home, moved);
  world.env['KOOSYNC_HOME'] = moved;
  world.emulator.control.resetCounts();
  const ended = await world.once();
  expect(ended, ended.err).toMatchObject({ code: 0, err: '' });
  expect(world.emulator.control.writes()).toBe(0);
});

it('of a state folder in another computer the synced folders tell whether it is the same disk', async () => {
  if (!['/etc/machine-id', '/var/lib/dbus/machine-id'].some((file) => existsSync(file))) {
    process.stderr.write('Another computer was NOT tested: this one tells no id of its own.\n');
    return;
  }
  await fill();
  const before = world.truth();
  const seenElsewhere = () => {
    const db = new DatabaseSync(world.state);
    db.exec(
      `UPDATE flag SET value = json_set(value, '$.machines', json('["another"]')) WHERE name = 'origin'`,
    );
    db.close();
  };
  seenElsewhere();
  expect(await world.once()).toMatchObject({ code: 0, err: '' });
  // a folder of that path and content, on the other computer's own disk
  seenElsewhere();
  cpSync(world.docs, join(world.folder, 'theirs'), { recursive: true });
  rmSync(world.docs, { recursive: true });
  renameSync(join(world.folder, 'theirs'), world.docs);
  rmSync(join(world.docs, 'a.txt'));
  const ended = await world.once();
  expect(ended, ended.err).toMatchObject({ code: 0 });
  expect(ended.err).toContain(putBack);
  expect(await world.once()).toMatchObject({ code: 0, err: '' });
  expect(world.truth()).toEqual(before);
  // which knows it from here on
  expect(await world.json('deletions')).toEqual([]);
});

it('a first start is one', async () => {
  const ended = await world.koosync('status');
  expect(ended).toMatchObject({ code: 0, out: '' });
  expect(ended.err).toContain('No folder is synced yet');
  expect(existsSync(join(world.home, 'pairs.json'))).toBe(false);
  // nor is it another one when the last folder was taken away
  mkdirSync(world.docs);
  await world.setUp.add(world.docs);
  expect(await world.koosync('remove', world.docs)).toMatchObject({ code: 0 });
  removeDatabase();
  expect((await world.koosync('status')).err).toContain('No folder is synced yet');
});
