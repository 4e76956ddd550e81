import { expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import { KooError } from '../../model/errors.ts';
import { takeOut } from './take-out.ts';

/** A server on which the call ends so: done or not, with that code or none. Gives what was asked, and what is known at the end. */
async function taken(isInBin: boolean, ends: { readonly isDone: boolean; readonly code?: ErrorCode }) {
  const asked: string[] = [];
  let recycled = isInBin;
  const koodrive = {
    detail: async () => {
      asked.push('detail');
      return { recycled };
    },
    undoRecycle: async () => {
      asked.push('undoRecycle');
      if (ends.isDone) recycled = false;
      if (ends.code !== undefined) throw new KooError(ends.code, 'as the test wants');
    },
  };
  const error = await takeOut(koodrive as never, { containerId: 'c', fileId: 'f' }).then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof KooError ? thrown.code : thrown),
  );
  return { asked: asked.join(', '), error };
}

it.each([
  ['what is not in the bin stays', false, { isDone: false }, 'detail', undefined],
  ['what is in the bin comes out', true, { isDone: true }, 'detail, undoRecycle', undefined],
  [
    'an answer that was lost of what was done',
    true,
    { isDone: true, code: 'TIMED_OUT' },
    'detail, undoRecycle, detail',
    undefined,
  ],
  [
    'an answer that was lost of what was not done',
    true,
    { isDone: false, code: 'TIMED_OUT' },
    'detail, undoRecycle, detail',
    'TIMED_OUT',
  ],
  ['a refusal', true, { isDone: false, code: 'NOT_PERMITTED' }, 'detail, undoRecycle', 'NOT_PERMITTED'],
] as const)('%s', async (_what, isInBin, ends, asked, error) => {
  expect(await taken(isInBin, ends)).toEqual({ asked, error });
});
