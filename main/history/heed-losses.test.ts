import { expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import type { RemoteDifference } from '../model/remote-difference.ts';
import { heeding, lookAtPlace, type HeedParts } from './heed-losses.ts';

const path = '/docs/a.txt';
const partsWith = (lost: RemoteDifference['kind'] | 'unknown' | undefined, isHere = true) => {
  const asked: string[] = [];
  const parts: HeedParts = {
    learn: async (of) => {
      asked.push(of);
      if (lost === 'unknown') throw new KooError('OFFLINE', 'as the test wants');
      return lost && { kind: lost };
    },
    disk: { lstat: async () => (isHere ? ({ kind: 'file' } as never) : undefined) },
  };
  return { parts, asked };
};
const failing = (parts: HeedParts, error: KooError) => heeding(parts, () => Promise.reject(error))(path);

it.each([
  ['in-bin', 'REMOTE_RECYCLED'],
  ['gone', 'NOT_FOUND'],
] as const)('what is %s is told as that, whatever the call was about', async (kind, code) => {
  const { parts, asked } = partsWith(kind);
  const error = new KooError('NOT_FOUND', 'no such revision', {
    detail: { values: { say: 'sentence.noSuchVersion', path, revisionId: 'f.1' } },
  });
  const thrown = await failing(parts, error).catch((one: unknown) => one);
  expect(thrown).toMatchObject({ code, detail: { path } });
  expect((thrown as KooError).detail.values).toBeUndefined();
  expect(asked).toEqual([path]);
});

it('what is in its place, or cannot be asked about, leaves the error as it was', async () => {
  const error = new KooError('NOT_FOUND', 'no such revision');
  for (const lost of [undefined, 'unknown', 'renamed', 'newer'] as const)
    await expect(failing(partsWith(lost).parts, error)).rejects.toBe(error);
});

it('another failure asks nobody', async () => {
  const { parts, asked } = partsWith('gone');
  const error = new KooError('OFFLINE', 'as the test wants');
  await expect(failing(parts, error)).rejects.toBe(error);
  expect(asked).toEqual([]);
});

it('a file that is neither there nor here is said to be lost, and nothing is promised', async () => {
  const { parts } = partsWith(undefined, false);
  await expect(failing(parts, new KooError('NOT_FOUND', 'gone'))).rejects.toMatchObject({
    code: 'NOT_FOUND',
    detail: { values: { say: 'sentence.lostVersions', path } },
  });
});

it('a look at the place keeps a reader from nothing', async () => {
  await expect(lookAtPlace(partsWith('unknown').parts, path)).resolves.toBeUndefined();
});
