/** What somebody does in KooDrive elsewhere: on the web, in another client of theirs. */
import { defaults, type Emulator } from '../../emulator/index.ts';
import { createKooDrive } from '../../main/koodrive/client.ts';
import { fixedSource } from '../../main/koodrive/credentials.ts';
import { realClock } from '../../main/lib/clock.ts';
import { formatXDate } from '../../main/koodrive/server-clock.ts';
import { memoryLog } from '../../main/lib/test-log.ts';

const { containerId, token, userId } = defaults;

/** What lay in the recycle bin is there no more. */
export async function emptiedBin(emulator: Emulator): Promise<void> {
  const answer = await fetch(`${emulator.url}/koodrive/ose/v1/files/recycle`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'X-User-Id': userId,
      'X-Date': formatXDate(Date.now() - 4000),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ containerId }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The folder of this path lies in the recycle bin from here on; gives its id. */
export async function thrownAway(emulator: Emulator, path: string): Promise<string> {
  const { fileId } = emulator.control.folders(containerId).find((folder) => folder.path === path) ?? {};
  if (fileId === undefined) throw new Error(`no folder ${path} on the server`);
  const koodrive = createKooDrive({
    server: emulator.url,
    credentials: fixedSource({ kind: 'token', userId, token }),
    clock: realClock,
    log: memoryLog(),
  });
  try {
    await koodrive.recycle({ containerId, fileId });
  } finally {
    await koodrive.close();
  }
  return fileId;
}
