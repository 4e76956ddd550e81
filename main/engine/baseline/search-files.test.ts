import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../storage/database.ts';
import { openPairs } from '../../storage/pairs.ts';
import { Baseline } from './baseline.ts';
import { rankOf, searchFiles, searchWords } from './search-files.ts';

let home: string;
let db: Database;
let baseline: Baseline;
let pair: number;
let other: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-search-'));
  db = openDatabase(home);
  baseline = new Baseline(db, () => 0);
  const pairs = openPairs(db);
  const add = (folder: string) =>
    pairs.add({ folder, containerId: 'C', remote: folder, drive: undefined }, 0).id;
  pair = add('/one');
  other = add('/two');
});
afterEach(() => {
  db.close();
  rmSync(home, { recursive: true, force: true });
});

let clock = 1000;
const put = (path: string, of = pair) => {
  const local = { fingerprint: path, localId: undefined, size: 3 };
  baseline.put(
    of,
    path,
    { kind: 'file', local, remote: { fileId: path, revisionId: undefined, sha256: undefined } },
    (clock += 1),
  );
};
const find = (query: string, show: 'all' | 'recent' | 'deleted' = 'all', limit = 50) =>
  searchFiles(db, query, show, limit).map(({ path }) => path);

describe('the order', () => {
  it('is exact name, beginning of the name, word of the name, within the name, then folders', () => {
    for (const path of [
      'report/a.txt',
      'x/misreport.txt',
      'x/annual report.txt',
      'x/reporting.txt',
      'x/report.txt',
      'nothing.txt',
    ])
      put(path);
    expect(find('report')).toEqual([
      'x/report.txt',
      'x/reporting.txt',
      'x/annual report.txt',
      'x/misreport.txt',
      'report/a.txt',
    ]);
  });

  it('takes the last synced first among those that fit alike', () => {
    put('a/plan one.txt');
    put('b/plan two.txt');
    put('c/plan one.txt');
    expect(find('plan')).toEqual(['c/plan one.txt', 'b/plan two.txt', 'a/plan one.txt']);
  });

  it('finds words in any order, in any case, in names and folders, over all pairs', () => {
    put('Berlin/Angebot Müller 2024.docx');
    put('berlin/angebot.docx', other);
    expect(find('müller ANGEBOT')).toEqual(['Berlin/Angebot Müller 2024.docx']);
    expect(find('angebot berlin')).toEqual(['berlin/angebot.docx', 'Berlin/Angebot Müller 2024.docx']);
    expect(find('angebot rom')).toEqual([]);
  });

  it('holds where the wanted ones stand behind a thousand others', () => {
    put('old/report.txt');
    for (let i = 0; i < 1000; i += 1) put(`report/${i}.txt`);
    expect(find('report', 'all', 5)[0]).toBe('old/report.txt');
  });
});

it('finds a name in either normal form, and letters of other alphabets in any case', () => {
  put('cafe\u0301.txt');
  put('Отчёт.txt');
  put('会议记录.docx');
  expect(find('CAFÉ')).toEqual(['cafe\u0301.txt']);
  expect(find('отчёт')).toEqual(['Отчёт.txt']);
  expect(find('记录')).toEqual(['会议记录.docx']);
});

it('takes wildcards of the database for letters', () => {
  put('100%.txt');
  put('1000.txt');
  put('a_b.txt');
  put('acb.txt');
  expect(find('100%')).toEqual(['100%.txt']);
  expect(find('a_b')).toEqual(['a_b.txt']);
  expect(find('\\')).toEqual([]);
});

it('shows what is there by its last sync, and what is missing apart', () => {
  put('b.txt');
  put('a.txt');
  put('gone.txt');
  put('in the bin.txt');
  baseline.markMissing(pair, 'gone.txt', 5);
  baseline.markMissing(pair, 'in the bin.txt', 6);
  baseline.setRecycled(pair, 'in the bin.txt', true);
  expect(find('', 'recent')).toEqual(['a.txt', 'b.txt']);
  expect(find('', 'deleted')).toEqual(['in the bin.txt', 'gone.txt']);
  expect(find('txt', 'deleted').toSorted()).toEqual(['gone.txt', 'in the bin.txt']);
  expect(find('b', 'recent')).toEqual(['b.txt']);
  expect(find('', 'all')).toHaveLength(4);
});

it('finds folders in other alphabets, and asks for words as they are compared', () => {
  put('Отчёты/2024.txt');
  put('CAFE\u0301/menu.txt');
  expect(find('отчёты')).toEqual(['Отчёты/2024.txt']);
  expect(find('café')).toEqual(['CAFE\u0301/menu.txt']);
  expect(searchWords('  One\tTWO  ')).toEqual(['one', 'two']);
  expect(rankOf('a/b.txt', ['c'])).toBeUndefined();
});
