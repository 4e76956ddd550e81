import { expect, it } from 'vitest';
import { neededFor } from './against.ts';

const versions = ['c', 'b', 'a'].map((revisionId) => ({ revisionId }));
const chosen = (revisionId: string) => ({ kind: 'version', revisionId }) as const;
const disk = { revisionId: undefined };

it('previews one content', () => {
  expect(neededFor('preview', chosen('b'), { kind: 'before' }, versions)).toEqual({
    state: 'contents',
    wanted: [{ revisionId: 'b' }],
  });
});

it('compares with what was before, the older one first', () => {
  expect(neededFor('changes', chosen('b'), { kind: 'before' }, versions)).toEqual({
    state: 'contents',
    wanted: [{ revisionId: 'a' }, { revisionId: 'b' }],
  });
  expect(neededFor('changes', chosen('a'), { kind: 'before' }, versions).state).toBe('nothing-before');
});

it('compares with the file on disk, which is the newer one', () => {
  expect(neededFor('changes', chosen('b'), { kind: 'disk' }, versions)).toEqual({
    state: 'contents',
    wanted: [{ revisionId: 'b' }, disk],
  });
});

it('compares any two versions, whichever was chosen first', () => {
  for (const [one, other] of [
    ['a', 'c'],
    ['c', 'a'],
  ] as const)
    expect(neededFor('changes', chosen(one), { kind: 'version', revisionId: other }, versions)).toEqual({
      state: 'contents',
      wanted: [{ revisionId: 'a' }, { revisionId: 'c' }],
    });
  expect(neededFor('changes', chosen('a'), { kind: 'version', revisionId: 'a' }, versions).state).toBe(
    'same',
  );
});

it('compares what is on disk and in no version with the latest one', () => {
  for (const kind of ['before', 'disk'] as const)
    expect(neededFor('changes', { kind: 'present' }, { kind }, versions)).toEqual({
      state: 'contents',
      wanted: [{ revisionId: 'c' }, disk],
    });
  expect(neededFor('changes', { kind: 'present' }, { kind: 'before' }, []).state).toBe('nothing-before');
});
