import { expect, it } from 'vitest';
import { bridgeOn, createFakeBridge } from './fake-bridge.ts';
import { FakeMain } from './fake-main.ts';

const path = '/home/lin/Projects/Lighthouse/docs/lighthouse proposal.docx';

it('tells of a new version, and restores as one more', async () => {
  const bridge = createFakeBridge('?history=short');
  const told: string[] = [];
  const off = bridge.on('history:changed', (changed) => told.push(changed));
  await bridge.restore(path, 'rev-2');
  off();
  bridge.fake.addVersion(path);
  expect(told).toEqual([path]);
  const result = await bridge.readHistory(path);
  if (!result.ok) throw new Error('no versions');
  const { versions } = result.value;
  expect(versions.map((version) => version.revisionVersion)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(versions.filter((version) => version.latest)).toHaveLength(1);
});

it('throws at once where it has no answer', () => {
  const bridge = bridgeOn(new FakeMain(''), { pause: () => ({ ok: true, value: undefined }) });
  expect(() => bridge.pause()).not.toThrow();
  expect(() => bridge.resume()).toThrow('has no answer for resume');
});
