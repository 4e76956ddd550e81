import { describe, expect, it } from 'vitest';
import type { HoldReason } from '../../../shared/views.ts';
import { recycle, type MissingItem } from './recycle.ts';

const item = (superseded: boolean): MissingItem => ({
  id: 1,
  path: 'a.txt',
  kind: 'file',
  fileId: 'f1',
  superseded,
  dueAt: 10,
  waitMs: 5,
  serverDueAt: undefined,
});

/** `alike`: what the disk lists, and gives as `a.txt` too */
type Setting = { now: number; there: There; confirmed: HoldReason; alike: string; noticed: object };
type There = Partial<{ name: string; parentId: string; isFolder: boolean; recycled: boolean }>;

/**
 * On a server that holds these contents of the file, the newest first, at `there`; the disk had `ours` last. Gives what came of
 * it.
 */
async function recycled(
  of: MissingItem,
  contents: readonly string[],
  { now = 20, there = {}, confirmed, alike, noticed }: Partial<Setting> = {},
) {
  const asked: string[] = [];
  const known = { missingSince: 1, remote: { fileId: 'f1', revisionId: undefined, sha256: 'ours' } };
  const koodrive = {
    detail: async () => ({ name: 'a.txt', parentId: 'root', isFolder: false, recycled: false, ...there }),
    listRevisions: async ({ pageSize }: { readonly pageSize: number }) => ({
      revisions: contents.slice(0, pageSize).map((sha256, i) => ({ revisionId: `r${i}`, sha256 })),
    }),
    recycle: async () => asked.push('recycle'),
  };
  const deps = {
    disk: {
      stat: async () => (alike === undefined ? undefined : { kind: 'file' }),
      list: async () => ({ names: [alike] }),
    },
    uploads: { ofUnknownOutcome: () => [] },
    pending: { hasRefused: () => false, find: () => noticed },
    baseline: {
      find: () => known,
      parentIdOf: () => 'root',
      isHeld: () => false,
      likeNamed: () => (alike === undefined ? [] : ['A.txt']),
      missingFileIds: () => new Set<string>(),
    },
    renames: { leaving: () => [] },
    grace: { hasCome: ({ dueAt }: MissingItem) => dueAt <= now },
  };
  const context = { account: { koodrive }, pair: { id: 1, folder: '/docs', containerId: 'c' } };
  const signal = new AbortController().signal;
  const outcome = await recycle(deps as never, context as never, of, confirmed, signal);
  return { asked, outcome };
}

it.each<[string, boolean, string[], object, string[]]>([
  ['what is missing', false, ['ours', 'before'], { kind: 'recycled' }, ['recycle']],
  ['with a version of somebody else', false, ['theirs'], { kind: 'held', reason: 'changed-remotely' }, []],
  ['what lives on in another file', true, ['ours'], { kind: 'recycled' }, ['recycle']],
  ['what lives on, and has versions that do not', true, ['ours', 'before'], { kind: 'has-more' }, []],
  ['what lives on, with the one version of somebody else', true, ['theirs'], { kind: 'has-more' }, []],
])('%s', async (_what, superseded, contents, outcome, asked) => {
  expect(await recycled(item(superseded), contents)).toEqual({ outcome, asked });
});

it('what is not due by the server’s date waits', async () => {
  expect(await recycled(item(false), ['ours'], { now: 5 })).toEqual({
    outcome: { kind: 'not-yet' },
    asked: [],
  });
});

it.each<[string, object, object, string[]]>([
  ['that nobody has looked at yet', {}, { kind: 'obsolete' }, []],
  ['that failed', { failure: { code: 'NAME_TAKEN' } }, { kind: 'recycled' }, ['recycle']],
])('what was noticed at its path, %s', async (_what, noticed, outcome, asked) => {
  expect(await recycled(item(false), ['ours'], { noticed })).toEqual({ outcome, asked });
});

describe('what somebody else moved on the server', () => {
  const held = { outcome: { kind: 'held', reason: 'moved-remotely' }, asked: [] };
  it.each<[string, There]>([
    ['has another name', { name: 'theirs.txt' }],
    ['lies in another folder', { parentId: 'elsewhere' }],
    ['is a folder', { isFolder: true }],
  ])('is not thrown away: it %s', async (_what, there) => {
    expect(await recycled(item(false), ['ours'], { there })).toEqual(held);
    expect(await recycled(item(true), ['ours'], { there })).toEqual({
      outcome: { kind: 'has-more' },
      asked: [],
    });
  });

  it('goes when the user confirmed that, and is looked at for its versions all the same', async () => {
    const there = { name: 'theirs.txt' };
    const confirmed = 'moved-remotely';
    expect(await recycled(item(false), ['ours'], { there, confirmed })).toEqual({
      outcome: { kind: 'recycled' },
      asked: ['recycle'],
    });
    expect(await recycled(item(false), ['theirs'], { there, confirmed })).toMatchObject({
      outcome: { kind: 'held', reason: 'changed-remotely' },
    });
  });

  it('may be in the bin already', async () => {
    expect(await recycled(item(false), ['ours'], { there: { recycled: true } })).toEqual({
      outcome: { kind: 'recycled' },
      asked: [],
    });
  });
});

it.each([
  ['under its very name is back', 'a.txt', { kind: 'obsolete' }],
  ['under another spelling alone is missing', 'A.txt', { kind: 'recycled' }],
])('what stands there %s', async (_what, alike, outcome) => {
  expect((await recycled(item(false), ['ours'], { alike })).outcome).toEqual(outcome);
});
