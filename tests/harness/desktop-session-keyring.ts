/** The real gnome-keyring, unlocked with a password of its own, holding only what this session puts there. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { startProgram } from './desktop-session-programs.ts';

/** Through keytar, as the product does; in a process of its own, since keytar reads the bus from its environment. */
const roundTrip = `
  const keytar = require('keytar');
  (async () => {
    await keytar.setPassword('koosync-session-check', 'nobody', 'there and back');
    const back = await keytar.getPassword('koosync-session-check', 'nobody');
    await keytar.deletePassword('koosync-session-check', 'nobody');
    if (back !== 'there and back') throw new Error('the keyring gave back ' + back);
  })().catch((error) => { console.error(error.message); process.exit(1); });
`;

export const startKeyring = async (env: NodeJS.ProcessEnv): Promise<{ stop(): Promise<void> }> => {
  const daemon = startProgram(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    env,
    'the password of a keyring that lives for one test run',
  );
  const cwd = path.resolve(import.meta.dirname, '../..');
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      await promisify(execFile)(process.execPath, ['-e', roundTrip], { env, cwd, timeout: 10_000 });
      return { stop: () => daemon.stop() };
    } catch (error) {
      if (Date.now() > until) {
        await daemon.stop();
        throw new Error(`The keyring of the test session does not work: ${String(error)} ${daemon.said()}`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
