import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KooError } from '../model/errors.ts';
import { openDatabase } from '../storage/database.ts';
import { makePrivate, notOwn } from './own-folder.ts';
import { openStateFolder } from '../storage/state-folder.ts';
import { takeLock } from '../storage/lock.ts';

let base: string;
let home: string;
const user = process.geteuid?.();
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-own-')));
  home = path.join(base, 'state');
  fs.mkdirSync(home, { mode: 0o700 });
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const modeOf = (file: string) => fs.statSync(file).mode & 0o777;
const said = (folder = home, as = user): unknown => {
  try {
    return openStateFolder(folder, undefined, as);
  } catch (thrown) {
    const { code, detail } = thrown as KooError;
    return [code, detail.values?.say, detail.path];
  }
};

describe.skipIf(user === undefined)('the state folder', () => {
  it('of our own is used, and what others could do in it is taken from them, and told', () => {
    fs.chmodSync(home, 0o777);
    fs.mkdirSync(path.join(home, 'logs'));
    for (const name of ['state.db', 'logs/koosync.log']) {
      fs.writeFileSync(path.join(home, name), 'x');
      fs.chmodSync(path.join(home, name), 0o666);
    }
    const closed: string[] = [];
    expect(openStateFolder(home, (one) => closed.push(path.relative(home, one)))).toBe(home);
    expect(closed.toSorted()).toEqual(['', 'logs/koosync.log', 'state.db']);
    expect([home, path.join(home, 'state.db'), path.join(home, 'logs/koosync.log')].map(modeOf)).toEqual([
      0o700, 0o600, 0o600,
    ]);
    openStateFolder(home, () => expect.unreachable());
  });

  it('of another user is not', () => {
    expect(said(home, (user ?? 0) + 1)).toEqual(['FOLDER_UNREADABLE', 'sentence.homeOfAnother', home]);
  });

  it('that is a link is not, whoever made it', () => {
    const link = path.join(base, 'link');
    fs.symlinkSync(home, link);
    expect(said(link)).toEqual(['FOLDER_UNREADABLE', 'sentence.homeIsLink', link]);
  });

  it('is not where others may put another in its place, unless the sticky bit keeps them from it', () => {
    fs.chmodSync(base, 0o777);
    expect(said()).toEqual(['FOLDER_UNREADABLE', 'sentence.homeReplaceable', base]);
    fs.chmodSync(base, 0o1777);
    expect(said()).toBe(home);
    // also where the path leads, when a folder above is a link
    const far = path.join(base, 'far');
    fs.mkdirSync(path.join(far, 'state'), { recursive: true });
    fs.chmodSync(far, 0o777);
    fs.symlinkSync(far, path.join(base, 'near'));
    expect(said(path.join(base, 'near', 'state'))).toEqual([
      'FOLDER_UNREADABLE',
      'sentence.homeReplaceable',
      path.join(base, 'near'),
    ]);
  });

  it.each(['state.db', 'settings.json', 'engine.lock', 'logs/koosync.log'])(
    'that others may write in is not, with a link or a pipe for %s, and waits for nobody',
    (name) => {
      fs.chmodSync(home, 0o777);
      const file = path.join(home, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      const outside = path.join(base, 'outside');
      fs.writeFileSync(outside, 'theirs');
      fs.symlinkSync(outside, file);
      expect(said()).toEqual(['FOLDER_UNREADABLE', 'sentence.homeNoFile', file]);
      fs.unlinkSync(file);
      execFileSync('mkfifo', [file]);
      expect(said()).toEqual(['FOLDER_UNREADABLE', 'sentence.homeNoFile', file]);
      expect(fs.readFileSync(outside, 'utf8')).toBe('theirs');
      // nothing was closed: it would be taken for our own at the next start
      expect(modeOf(home)).toBe(0o777);
    },
  );

  it('that nobody else may write in has the links that its user put there', () => {
    fs.chmodSync(home, 0o755);
    fs.writeFileSync(path.join(base, 'mine.json'), '{}');
    fs.symlinkSync(path.join(base, 'mine.json'), path.join(home, 'settings.json'));
    expect(said()).toBe(home);
    expect([modeOf(home), modeOf(path.join(base, 'mine.json')) & 0o044]).toEqual([0o700, 0o044]);
  });

  it('is of its user where the group is that of one user alone, and of more where it is not', () => {
    fs.chmodSync(base, 0o775);
    const { uid, gid } = fs.statSync(base);
    const own = notOwn(home, user, () => undefined);
    expect(own).toEqual(uid === gid || gid === 0 ? undefined : { why: 'replaceable', path: base });
  });

  it('holds a database and a lock that nobody else may read, whatever the umask', () => {
    const before = process.umask(0);
    try {
      const db = openDatabase(home);
      db.run('INSERT INTO flag VALUES (?, ?)', 'a', '1');
      const release = takeLock(home);
      const names = fs.readdirSync(home).toSorted();
      expect(names).toEqual(
        expect.arrayContaining(['engine.lock', 'state.db', 'state.db-shm', 'state.db-wal']),
      );
      expect(names.map((name) => modeOf(path.join(home, name)))).toEqual(names.map(() => 0o600));
      release?.();
      db.close();
    } finally {
      process.umask(before);
    }
  });

  it('makes a private file where none is, and leaves one that is there', () => {
    const file = path.join(home, 'file');
    makePrivate(file);
    expect([modeOf(file), fs.readFileSync(file, 'utf8')]).toEqual([0o600, '']);
    fs.writeFileSync(file, 'kept');
    makePrivate(file);
    expect(fs.readFileSync(file, 'utf8')).toBe('kept');
    fs.symlinkSync(path.join(base, 'elsewhere'), path.join(home, 'link'));
    makePrivate(path.join(home, 'link'));
    expect(fs.existsSync(path.join(base, 'elsewhere'))).toBe(false);
  });
});

it('is used on a system that knows no owners', () => {
  fs.chmodSync(home, 0o755);
  expect(notOwn(home, undefined, () => expect.unreachable())).toBeUndefined();
});
