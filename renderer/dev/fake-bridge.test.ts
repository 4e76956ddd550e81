import { describe, expect, it } from 'vitest';
import { calls, type CallName } from '../../shared/ipc-contract.ts';
import type { Result } from '../../shared/result.ts';
import { createFakeBridge } from './fake-bridge.ts';

const path = '/home/lin/Projects/Lighthouse/docs/lighthouse proposal.docx';
const states = 'idle syncing problem problems paused offline expired held sign-in empty no-spaces'.split(' ');

/** What the fake answers must be what the real main process may answer. */
function conforms(name: CallName, result: Result<unknown>): void {
  if (!result.ok) return;
  const parsed = calls[name].value.safeParse(result.value);
  expect(parsed.error?.issues ?? [], name).toEqual([]);
}

describe('the fake bridge', () => {
  it.each(states)('keeps the contract in the state %s', async (state) => {
    for (const language of ['en', 'zh']) {
      const bridge = createFakeBridge(`?state=${state}&lang=${language}&history=long`);
      conforms('status:get', await bridge.status());
      conforms('account:get', await bridge.account());
      conforms('preferences:get', await bridge.preferences());
      conforms('spaces:list', await bridge.spaces());
      conforms('files:list', await bridge.files({ pairId: 1, query: 'a', limit: 1000 }));
      conforms('history:list', await bridge.versions(path));
      conforms('deletions:list', await bridge.deletions());
      conforms('history:save-as', await bridge.saveAs(path, 'rev-1'));
      conforms('open-request:take', await bridge.takeOpenRequest());
    }
  });

  it('tells of a new version, and restores as one more', async () => {
    const bridge = createFakeBridge('?history=short');
    const told: string[] = [];
    const off = bridge.on('history:changed', (changed) => told.push(changed));
    await bridge.restore(path, 'rev-2');
    off();
    bridge.fake.addVersion(path);
    expect(told).toEqual([path]);
    const result = await bridge.versions(path);
    if (!result.ok) throw new Error('no versions');
    conforms('history:list', result);
    expect(result.value.map((version) => version.revisionVersion)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(result.value.filter((version) => version.latest)).toHaveLength(1);
  });
});
