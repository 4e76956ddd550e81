import { expect, it } from 'vitest';
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

/** On a server that holds these contents of the file, the newest first; the disk had `ours` last. Gives what came of it. */
async function recycled(of: MissingItem, contents: readonly string[], now = 20) {
  const asked: string[] = [];
  const entry = {
    missingSince: 1,
    remote: { fileId: 'f1', revisionId: undefined, sha256: 'ours' },
  };
  const koodrive = {
    listRevisions: async ({ pageSize }: { readonly pageSize: number }) => ({
      revisions: contents.slice(0, pageSize).map((sha256, i) => ({ revisionId: `r${i}`, sha256 })),
    }),
    recycle: async () => asked.push('recycle'),
  };
  const deps = {
    disk: { stat: async () => undefined },
    pending: { hasRefused: () => false },
    baseline: { find: () => entry, missingFileIds: () => new Set<string>() },
    renames: { leaving: () => [] },
    grace: { hasCome: ({ dueAt }: MissingItem) => dueAt <= now },
  };
  const context = { account: { koodrive }, pair: { id: 1, folder: '/docs', containerId: 'c' } };
  const signal = new AbortController().signal;
  const outcome = await recycle(deps as never, context as never, of, undefined, signal);
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
  expect(await recycled(item(false), ['ours'], 5)).toEqual({ outcome: { kind: 'not-yet' }, asked: [] });
});
