import { expect, it } from 'vitest';
import { KooError } from '../model/errors.ts';
import { createRemoteAccount } from './remote-account.ts';

const view = (userId: string) => ({ signedIn: true, server: 's', userId, vault: 'v' });
const form = { kind: 'token', server: 's', userId: 'b', token: 't' } as const;
const gone = () => Promise.reject(new KooError('ENGINE_RESTARTING', 'as the test wants'));

it('says what was so last while the process is restarting, and changes nothing then', async () => {
  let account = () => Promise.resolve(view('a'));
  let signIn = () => Promise.resolve(view('b'));
  const remote = createRemoteAccount({ account: () => account(), signIn: () => signIn(), signOut: gone });
  expect((await remote.account()).userId).toBe('a');
  await remote.signIn(form);
  account = gone;
  signIn = gone;
  expect((await remote.account()).userId).toBe('b');
  await expect(remote.signIn(form)).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  await expect(remote.signOut()).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
});

it('throws what else stands in the way, and everything while nothing is known', async () => {
  let account: () => Promise<ReturnType<typeof view>> = gone;
  const remote = createRemoteAccount({ account: () => account(), signIn: gone, signOut: gone });
  await expect(remote.account()).rejects.toMatchObject({ code: 'ENGINE_RESTARTING' });
  account = () => Promise.resolve(view('a'));
  await remote.account();
  account = () => Promise.reject(new KooError('SETTINGS_BROKEN', 'as the test wants'));
  await expect(remote.account()).rejects.toMatchObject({ code: 'SETTINGS_BROKEN' });
});
