/** The system asks the app to end: in good time, with nothing lost, also while a server hangs. */
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Running } from './app-under-test.ts';
import { expect, pairSamples, test, untilSynced, versionsOnServer, type World } from './fixtures.ts';

/**
 * A user waits for 5 s at most: the app gives itself 4 s, and a process takes its time to end. A machine that is busy with
 * other tests takes longer for each; that it does not wait for the server, which never answers, is what counts here.
 */
const quitWithinMs = 20_000;

/** Several parts, of which the server answers none. Resolves when the app waits for it. */
async function partsInFlight(world: World): Promise<{ readonly sha256: string; release(): void }> {
  const bytes = randomBytes(40 * 1024 * 1024);
  const held = world.emulator.control.fault({ match: { method: 'PUT' }, action: { kind: 'hold' } });
  await writeFile(world.file('film.bin'), bytes);
  await expect.poll(() => held.struck()).toBeGreaterThan(0);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    release: () => {
      held.remove();
      held.release();
    },
  };
}

/** Ends it so, and gives how long it took and with what code it ended. */
async function ended(running: Running, how: () => void): Promise<{ code: number | null; ms: number }> {
  const exit = new Promise<number | null>((resolve) => running.process.once('exit', resolve));
  const began = performance.now();
  how();
  return { code: await exit, ms: performance.now() - began };
}

/** In the next life it goes up, once. */
async function goesUpOnce(world: World, sha256: string): Promise<void> {
  const next = await world.start();
  await untilSynced(world, await next.window(), 4);
  expect(versionsOnServer(world, 'film.bin')).toEqual([sha256]);
  await next.quit();
}

for (const signal of ['SIGTERM', 'SIGHUP'] as const)
  test(`${signal} while parts are in flight and the server hangs: it ends in 5 s, and nothing is lost`, async ({
    world,
  }) => {
    const running = await world.start();
    await pairSamples(world, await running.window());
    const { sha256, release } = await partsInFlight(world);
    const { code, ms } = await ended(running, () => running.process.kill(signal));
    console.log(`${signal}: ended after ${Math.round(ms)} ms`);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(quitWithinMs);
    release();
    await goesUpOnce(world, sha256);
  });
