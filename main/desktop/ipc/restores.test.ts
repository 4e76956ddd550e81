import { expect, it } from 'vitest';
import { KooError } from '../../model/errors.ts';
import { createRestores } from './restores.ts';

const untilStopped = ({ signal }: { signal?: AbortSignal | undefined }) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new KooError('CANCELLED', 'stopped')));
  });

it('ends what is under way for the path, and for no other', async () => {
  const restores = createRestores(() => undefined);
  let isOtherDone = false;
  const one = restores.run('/a', untilStopped);
  void restores.run('/b', untilStopped).catch(() => (isOtherDone = true));
  restores.stop('/a');
  await expect(one).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(isOtherDone).toBe(false);
  restores.stop('/b');
});

it('stops nothing when nothing is under way', async () => {
  const restores = createRestores(() => undefined);
  await restores.run('/a', () => Promise.resolve());
  restores.stop('/a');
  await expect(restores.run('/a', () => Promise.resolve())).resolves.toBeUndefined();
});

it('tells every stage, and every hundredth of the fetching once', async () => {
  const told: string[] = [];
  const restores = createRestores((path, stage) => told.push(`${path} ${JSON.stringify(stage)}`));
  await restores.run('/a', async ({ onStage }) => {
    for (const bytes of [0, 1, 2, 250]) onStage?.({ kind: 'fetching', bytes, size: 1000 });
    onStage?.({ kind: 'keeping' });
    onStage?.({ kind: 'keeping' });
  });
  expect(told).toEqual([
    '/a {"kind":"fetching","bytes":0,"size":1000}',
    '/a {"kind":"fetching","bytes":250,"size":1000}',
    '/a {"kind":"keeping"}',
  ]);
});
