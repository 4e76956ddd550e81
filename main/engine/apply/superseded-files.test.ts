import { expect, it } from 'vitest';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { openTestStores } from '../test-stores.ts';
import { SupersededFiles } from './superseded-files.ts';

const pairId = 1;
const second = 1000;
const at = 100 * second;

/** What is known of a file that went up at `syncedAt`. */
function known(path: string, localId: string, syncedAt: number): BaselineEntry {
  const { baseline, pair } = openTestStores(() => syncedAt);
  const local = { fingerprint: 'f', localId, size: 1 };
  const remote = { fileId: 'f1', sha256: undefined, revisionId: undefined };
  baseline.put(pair.id, path, { kind: 'file', local, remote }, syncedAt);
  const entry = baseline.find(pair.id, path);
  if (!entry) throw new Error('not put');
  return entry;
}

it('what came back is the document of nothing that was exchanged with it before (seed 20784413182)', () => {
  const superseded = new SupersededFiles();
  superseded.replaced(pairId, 'd/save.new', 'new', at);
  const document = known('d/report.docx', 'new', at + second);
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)).toBe('d/save.new');
  superseded.gone(pairId + 1, 'd/save.new');
  superseded.gone(pairId, 'd/report.docx');
  expect(superseded.exchangedWith(pairId, document, at + 20 * second, at + 20 * second)).toBe('d/save.new');
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
  const superseded = new SupersededFiles();
  superseded.replaced(pairId, 'd/report.docx', 'doc', at);
  const document = isLeftOver ? 'd/report.docx' : undefined;
  expect(superseded.exchangedWith(pairId, entry, goneAt, at + 60 * second)).toBe(document);
  expect(superseded.exchangedWith(pairId + 1, entry, goneAt, at + 60 * second)).toBeUndefined();
});
