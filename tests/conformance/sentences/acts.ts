/** What both tables of sentences do to a world, and the states that both begin with. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineWorld } from '../../harness/engine-world.ts';

export const file = (world: EngineWorld, name = 'a.txt'): string => join(world.folder, name);
export const write = (world: EngineWorld, name = 'a.txt', text = name): void =>
  writeFileSync(file(world, name), text);
export const pass = (world: EngineWorld) => world.koosync.engine.syncOnce();
/** more than a handful, so that a share of them is one */
const many = Array.from({ length: 30 }, (_, n) => `${n}.txt`);

export async function noFolder(world: EngineWorld): Promise<void> {
  const [pair] = await world.koosync.engine.pairs();
  await world.koosync.engine.removePair(pair?.id ?? 0);
}

export async function deletedAndHeld(world: EngineWorld): Promise<void> {
  for (const name of many) write(world, name);
  await pass(world);
  for (const name of many.slice(1)) rmSync(file(world, name));
  await pass(world);
}

export async function confirmed(world: EngineWorld): Promise<void> {
  await deletedAndHeld(world);
  const { engine } = world.koosync;
  await engine.approveDeletions((await engine.deletions()).map(({ id }) => id));
}

/** Where the file lies on the server, for what somebody does to it there. */
export async function remoteFile(world: EngineWorld): Promise<{ containerId: string; fileId: string }> {
  const { pair, fileId } = await world.koosync.engine.locate(file(world));
  return { containerId: pair.containerId, fileId: fileId ?? '' };
}

async function twoFiles(world: EngineWorld): Promise<void> {
  for (const name of ['a.txt', 'b.txt']) write(world, name);
  await pass(world);
}

export async function renamedThere(world: EngineWorld): Promise<void> {
  await twoFiles(world);
  await world.koosync.koodrive.rename({ ...(await remoteFile(world)), name: 'their name.txt' });
}

export async function changedThere(world: EngineWorld): Promise<void> {
  await twoFiles(world);
  world.emulator.control.putFile('watched/a.txt', Buffer.from('theirs'));
}

export async function compared({ koosync: { engine } }: EngineWorld): Promise<void> {
  for (const { id } of await engine.pairs()) await engine.compare(id, '');
}
