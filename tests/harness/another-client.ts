/** What somebody does in KooDrive elsewhere: on the web, in another client of theirs. */
import { defaults, type Emulator } from '../../emulator/index.ts';
import type { KooDrive } from '../../main/koodrive/api.ts';
import { createKooDrive } from '../../main/koodrive/client.ts';
import { fixedSource } from '../../main/koodrive/credentials.ts';
import { realClock } from '../../main/lib/clock.ts';
import { formatXDate } from '../../main/koodrive/server-clock.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import { until } from './until.ts';

const { containerId, token, userId } = defaults;

/** What lay in the recycle bin is there no more. */
export async function emptiedBin(emulator: Emulator): Promise<void> {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${emulator.url}/koodrive/ose/v1/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        'X-User-Id': userId,
        'X-Date': formatXDate(Date.now() - 4000),
        'Content-Type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  await call('POST', 'files/recycle', { containerId });
  // it is a job
  await until('the bin is empty', async () => {
    const { data } = (await call('GET', 'jobs')) as { data: readonly { readonly status: number }[] };
    return data.every(({ status }) => Number(status) > 1);
  });
}

/** The folder or file of this path lies in the recycle bin from here on; gives its id. */
export async function thrownAway(emulator: Emulator, path: string): Promise<string> {
  const fileId = idOf(emulator, path);
  await elsewhere(emulator, (koodrive) => koodrive.recycle({ containerId, fileId }));
  return fileId;
}

/** What lay in the recycle bin is where it was. */
export const takenOut = (emulator: Emulator, fileId: string): Promise<void> =>
  elsewhere(emulator, (koodrive) => koodrive.undoRecycle({ containerId, fileId }));

/** The folder or file of this path has another name from here on. */
export async function renamedThere(emulator: Emulator, path: string, name: string): Promise<void> {
  const fileId = idOf(emulator, path);
  await elsewhere(emulator, (koodrive) => koodrive.rename({ containerId, fileId, name }));
}

/** The folder or file of this path lies in another folder from here on. */
export async function movedThere(emulator: Emulator, path: string, folder: string): Promise<void> {
  const fileId = idOf(emulator, path);
  const toParentId = idOf(emulator, folder);
  await elsewhere(emulator, (koodrive) => koodrive.move({ containerId, fileId, toParentId }));
}

export function idOf({ control }: Emulator, path: string): string {
  const all = [...control.folders(containerId), ...control.tree(containerId)];
  const { fileId } = all.find((one) => one.path === path) ?? {};
  if (fileId === undefined) throw new Error(`no ${path} on the server`);
  return fileId;
}

async function elsewhere(emulator: Emulator, work: (koodrive: KooDrive) => Promise<unknown>): Promise<void> {
  const koodrive = createKooDrive({
    server: emulator.url,
    credentials: fixedSource({ kind: 'token', userId, token }),
    clock: realClock,
    log: memoryLog(),
  });
  try {
    await work(koodrive);
  } finally {
    await koodrive.close();
  }
}

/** One item in the recycle bin is there no more: deleted there for good, alone. */
export async function purged(emulator: Emulator, fileId: string): Promise<void> {
  const answer = await fetch(`${emulator.url}/koodrive/ose/v1/jobs`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'X-User-Id': userId,
      'X-Date': formatXDate(Date.now() - 4000),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      taskType: 2,
      actionType: 202,
      dstContainerId: containerId,
      taskInfo: { srcContainerId: containerId, fileInfo: [{ fileId }] },
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await until('it is purged', () => isGone(emulator, fileId));
}

const isGone = async (emulator: Emulator, fileId: string): Promise<boolean> => {
  const answer = await fetch(`${emulator.url}/koodrive/ose/v1/files/${fileId}/detail`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'X-User-Id': userId,
      'X-Date': formatXDate(Date.now() - 4000),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ containerId }),
  });
  return !answer.ok;
};
