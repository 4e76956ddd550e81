import { afterAll, expect, it } from 'vitest';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { openTestStores } from '../test-stores.ts';
import { SupersededFiles, type IsAwaited } from './superseded-files.ts';

const stores = openTestStores(() => at);
afterAll(stores.close);
const pairId = stores.pair.id;
const second = 1000;
const at = 100 * second;

const nobody = () => false;

const local = (localId: string) => ({ fingerprint: 'f', localId, size: 1 });
const remote = { fileId: 'f1', sha256: undefined, revisionId: undefined };

/** What is known of a file that went up at `sentAt`. */
function known(path: string, localId: string, sentAt: number): BaselineEntry {
  stores.baseline.put(pairId, path, { kind: 'file', local: local(localId), remote }, sentAt);
  const entry = stores.baseline.find(pairId, path);
  if (!entry) throw new Error('not put');
  return entry;
}

it('what came back is the document of nothing that was exchanged with it before (seed 20784413182)', () => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId, 'd/save.new', 'new', 'by', at);
  const document = known('d/report.docx', 'new', at + second);
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)?.document).toBe(
    'd/save.new',
  );
  superseded.gone(pairId + 1, 'd/save.new');
  superseded.gone(pairId, 'd/report.docx');
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)?.document).toBe(
    'd/save.new',
  );
  superseded.gone(pairId, 'd/save.new');
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)).toBeUndefined();
});

it.each<[string, BaselineEntry, number, boolean]>([
  ['gone soon after', known('d/save.new', 'doc', at + second), at + 20 * second, true],
  [
    'that went up just before that was seen',
    known('d/save.new', 'doc', at - second),
    at + 20 * second,
    false,
  ],
  [
    'that went up long before, by a clock that was set back since',
    known('d/save.new', 'doc', at + 7200 * second),
    at + 20 * second,
    false,
  ],
  [
    'found to have gone up after it was gone',
    known('d/save.new', 'doc', at + 50 * second),
    at + second,
    true,
  ],
  ['gone after the time of a save', known('d/save.new', 'doc', at + second), at + 40 * second, false],
  ['the document itself', known('d/report.docx', 'doc', at), at + 20 * second, false],
  ['another file', known('d/save.new', 'other', at + second), at + 20 * second, false],
  ['in another folder', known('save.new', 'doc', at + second), at + 20 * second, false],
  [
    'another name of the document from before',
    known('d/link', 'doc', at - 40 * second),
    at + 20 * second,
    false,
  ],
])('what a document was until it was exchanged, %s', (_what, entry, goneAt, isLeftOver) => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId, 'd/report.docx', 'doc', 'by', at);
  const document = isLeftOver ? 'd/report.docx' : undefined;
  expect(superseded.exchangedWith(pairId, entry, goneAt, at + 60 * second)?.document).toBe(document);
  expect(superseded.exchangedWith(pairId + 1, entry, goneAt, at + 60 * second)).toBeUndefined();
});

it.each<[string, BaselineEntry, number, boolean]>([
  ['gone soon after', known('k/save.new', 'by', at - second), at + 20 * second, true],
  ['gone after the time of a save', known('k/save.new', 'by', at - second), at + 40 * second, false],
  [
    'that went up after it: another name of the document',
    known('k/link', 'by', at + second),
    at + 20 * second,
    false,
  ],
  ['the document itself', known('k/report.docx', 'by', at - second), at + 20 * second, false],
  ['another file', known('k/save.new', 'other', at - second), at + 20 * second, false],
  ['in another folder', known('save.new', 'by', at - second), at + 20 * second, false],
])('what took the place of a document, %s', (_what, entry, goneAt, became) => {
  const before = new SupersededFiles(stores.db);
  before.replaced(pairId, 'k/report.docx', 'doc', 'by', at);
  const document = became ? 'k/report.docx' : undefined;
  expect(before.becameDocument(pairId, entry, goneAt)).toBe(document);
  expect(before.becameDocument(pairId + 1, entry, goneAt)).toBeUndefined();
  before.write(nobody);
  expect(new SupersededFiles(stores.db).becameDocument(pairId, entry, goneAt)).toBe(document);
});

it.each<[string, string, boolean]>([
  ['what the document was: a program exchanged the two', 'doc', true],
  ['another file: what was there is a backup, and its name was filled again', 'third', false],
])('at the name from which a document was taken stood %s', (_what, filledBy, became) => {
  const before = new SupersededFiles(stores.db);
  before.replaced(pairId, `${filledBy}/report.docx`, 'doc', 'by', at);
  before.replaced(pairId, `${filledBy}/save.new`, 'by', filledBy, at + second);
  const entry = known(`${filledBy}/save.new`, 'by', at - second);
  const document = became ? `${filledBy}/report.docx` : undefined;
  expect(before.becameDocument(pairId, entry, at + 20 * second)).toBe(document);
  before.write(nobody);
  expect(new SupersededFiles(stores.db).becameDocument(pairId, entry, at + 20 * second)).toBe(document);
});

it('what a document was is known to who starts again, from the next outcome of anything on', () => {
  const before = new SupersededFiles(stores.db);
  const leftOver = known('f/save.new', 'old', at + second);
  const documentOf = (superseded: SupersededFiles) =>
    superseded.exchangedWith(pairId, leftOver, at + 20 * second, at + 20 * second);
  before.replaced(pairId, 'f/report.docx', 'old', 'by', at);
  expect(documentOf(before)).toMatchObject({ document: 'f/report.docx', by: 'by', isSeen: true });
  expect(documentOf(new SupersededFiles(stores.db))).toBeUndefined();
  expect(before.write(nobody)).toHaveLength(1);
  expect(before.write(nobody)).toEqual([]);
  const after = new SupersededFiles(stores.db);
  expect(documentOf(after)).toMatchObject({ document: 'f/report.docx', by: 'by', isSeen: false });
  // the first time counts, also for who did not see it
  after.replaced(pairId, 'f/report.docx', 'old', 'other', at + 5 * second);
  expect(after.write(nobody)).toEqual([]);
  after.gone(pairId, 'f/other.docx');
  expect(documentOf(after)).toMatchObject({ document: 'f/report.docx', by: 'by', isSeen: false });
  after.gone(pairId, 'f/report.docx');
  expect(documentOf(new SupersededFiles(stores.db))).toBeUndefined();
});

it.each<[string, IsAwaited, string[]]>([
  ['is forgotten', nobody, ['k/b']],
  ['is kept while the file that was exchanged is to be looked at yet', (_, id) => id === 'a', ['k/a', 'k/b']],
  ['is kept while the file that took its place is', (_, id) => id === 'by', ['k/a', 'k/b']],
  [
    'is forgotten where the document alone is',
    (_, id, document) => id === 'by' && document !== 'k/a',
    ['k/b'],
  ],
])('what no save can come back to %s', (_, isAwaited, left) => {
  const superseded = new SupersededFiles(stores.db);
  stores.db.run("DELETE FROM replaced_file WHERE folder = 'k'");
  superseded.replaced(pairId, 'k/a', 'a', 'by', at);
  superseded.write(isAwaited);
  superseded.replaced(pairId, 'k/b', 'b', 'by', at + 60 * second);
  superseded.write(isAwaited);
  const documents = stores.db.all("SELECT document FROM replaced_file WHERE folder = 'k' ORDER BY document");
  expect(documents.map((row) => row['document'])).toEqual(left);
});

it('what was not written down yet is so after any time', () => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId, 'o/a', 'a', 'by', at);
  superseded.replaced(pairId, 'o/b', 'b', 'by', at + 60 * second);
  superseded.write((_, id) => id === 'a');
  expect(stores.db.all("SELECT document FROM replaced_file WHERE folder = 'o'")).toHaveLength(2);
});

it('a document that was found on the server is left over of nothing (seed 230513150)', () => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId, 'g/save.new', 'found', 'by', at);
  stores.baseline.put(pairId, 'g/report.docx', { kind: 'file', local: undefined, remote }, at + second);
  stores.baseline.setLocal(pairId, 'g/report.docx', local('found'));
  const document = stores.baseline.find(pairId, 'g/report.docx');
  if (!document) throw new Error('not put');
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)).toBeUndefined();
});

it('of a pair that was removed nothing is written down, and nobody else is held up by it (seed 20811004628)', () => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId + 1, 'm/report.docx', 'old', 'by', at);
  superseded.replaced(pairId, 'm/report.docx', 'old', 'by', at);
  const written = stores.db.transaction(() => superseded.write(nobody));
  expect(written).toHaveLength(2);
  expect(superseded.write(nobody)).toEqual([]);
  // a transaction that is undone is followed by another one
  superseded.notWritten(written);
  expect(superseded.write(nobody)).toEqual(written);
  expect(stores.db.all("SELECT pair_id FROM replaced_file WHERE folder = 'm'")).toEqual([
    { pair_id: pairId },
  ]);
});

it('a folder whose file id a new file was given became no document, and was exchanged with none (seed 20899267947)', () => {
  const superseded = new SupersededFiles(stores.db);
  superseded.replaced(pairId, 'd/a', 'reused', 'reused too', at);
  const folderOf = (localId: string) => {
    const path = `d/${localId}`;
    stores.baseline.put(pairId, path, { kind: 'folder', local: local(localId), remote }, at - second);
    const entry = stores.baseline.find(pairId, path);
    if (!entry) throw new Error('not put');
    return { ...entry, sentAt: localId === 'reused' ? at + second : at - second };
  };
  const goneAt = at + 5 * second;
  expect(superseded.exchangedWith(pairId, folderOf('reused'), goneAt, goneAt)).toBeUndefined();
  expect(superseded.becameDocument(pairId, folderOf('reused too'), goneAt)).toBeUndefined();
  // files of these would be
  const asFile = { ...folderOf('reused too'), kind: 'file' } as const;
  expect(superseded.becameDocument(pairId, asFile, goneAt)).toBe('d/a');
});
