/** What an undo says of a file that cannot come back. */
import { expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { KooError } from '../../model/errors.ts';
import type { MissingTrace } from '../api.ts';
import { undoDeletion, type UndoDeps, type UndoResult } from './undo.ts';

const fails = (code: ErrorCode) => () => Promise.reject(new KooError(code, code));

/** Undoes the deletion of one file, of which KooDrive says `code`; `traceMissing`: what became of it. */
function undo(
  traceMissing: () => Promise<MissingTrace>,
  code: ErrorCode = 'NOT_FOUND',
  found: readonly ('folder' | undefined)[] = [],
): Promise<UndoResult> {
  const looks = [...found];
  const deletion = { id: 1, path: '/pair/a' };
  const engine = {
    deletions: () => Promise.resolve([deletion]),
    locate: () => Promise.resolve({ pair: { folder: '/pair' } }),
    beginUndo: () => Promise.resolve({ ids: [1], folders: [], files: [deletion.path], beside: [] }),
    endUndo: () => Promise.resolve(),
    traceMissing,
  } as unknown as UndoDeps['engine'];
  const disk = {
    lstat: (path: string) => {
      const kind = path === deletion.path ? looks.shift() : undefined;
      return Promise.resolve(kind && { kind });
    },
    stat: () => Promise.resolve({ kind: 'folder' as const }),
    makeFolder: () => Promise.resolve(),
  };
  const history = { versions: fails(code), restore: fails(code) };
  return undoDeletion({ engine, history, disk }, 1);
}

it('a file that is gone for good is told as lost', async () => {
  expect((await undo(() => Promise.resolve('lost'))).lost).toEqual(['/pair/a']);
});

it('so is one that was forgotten with its folder, and it is not told as never uploaded', async () => {
  expect((await undo(() => Promise.resolve('lost'), 'NOT_YET_SYNCED')).lost).toEqual(['/pair/a']);
});

it('what came to its place while it was asked for is said to stand there', async () => {
  const found = undo(() => Promise.resolve('there'), 'NOT_YET_SYNCED', [undefined, 'folder']);
  await expect(found).rejects.toMatchObject({
    code: 'FILE_CHANGED',
    detail: { values: { say: 'sentence.changedMeanwhile', path: '/pair/a' } },
  });
});

it('of a file that fails otherwise nobody asks whether it is lost', async () => {
  const asked = () => Promise.reject(new Error('asked'));
  await expect(undo(asked, 'FILE_UNREADABLE')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

it('a file of which KooDrive could not be asked is not: it is told why it could not', async () => {
  await expect(undo(fails('BAD_ANSWER'))).rejects.toMatchObject({ code: 'BAD_ANSWER' });
});

it('a file that is not gone for good fails as it failed', async () => {
  await expect(undo(() => Promise.resolve('there'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a file that turned up under another name is neither lost nor a failure', async () => {
  const done = await undo(() => Promise.resolve('here'), 'NOT_YET_SYNCED');
  expect(done).toMatchObject({ lost: [], files: [] });
});

it.each([
  ['whose folder was renamed', 'moved'],
  ['that went into the bin again', 'there'],
] as const)('of a file %s meanwhile it says to undo once more', async (_what, trace) => {
  const found = undo(() => Promise.resolve(trace), 'NOT_YET_SYNCED');
  await expect(found).rejects.toMatchObject({
    code: 'FILE_BUSY',
    detail: { values: { say: 'sentence.undoBusy', path: '/pair/a' } },
  });
});

it('makes no folder anew that went while its files are brought back: it has another name by then', async () => {
  const files = ['/pair/d/a', '/pair/d/b'];
  const restored: string[] = [];
  const engine = {
    deletions: () => Promise.resolve([{ id: 1, path: '/pair/d' }]),
    locate: () => Promise.resolve({ pair: { folder: '/pair' } }),
    beginUndo: () => Promise.resolve({ ids: [1], folders: [], files, beside: [] }),
    endUndo: () => Promise.reject(new Error('ended')),
    traceMissing: fails('UNEXPECTED'),
  } as unknown as UndoDeps['engine'];
  const isFolder = (path: string) => path === '/pair' || (path === '/pair/d' && restored.length === 0);
  const disk = {
    lstat: (path: string) => Promise.resolve(isFolder(path) ? { kind: 'folder' as const } : undefined),
    stat: () => Promise.resolve({ kind: 'folder' as const }),
    makeFolder: () => Promise.resolve(),
  };
  const history = {
    versions: () => Promise.resolve([{ revisionId: 'r' }]),
    restore: (path: string) => Promise.resolve(restored.push(path)),
  };
  await expect(undoDeletion({ engine, history, disk }, 1)).rejects.toMatchObject({
    code: 'FILE_BUSY',
    detail: { path: '/pair/d/b', values: { say: 'sentence.undoBusy' } },
  });
  expect(restored).toEqual(['/pair/d/a']);
});
