/** The system asks the app to end, to sleep, to wake: in good time, with nothing lost, also while a server hangs. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { startLogind, type Logind } from '../harness/desktop-session-logind.ts';
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
  await expect.poll(() => held.struck(), { timeout: 30_000 }).toBeGreaterThan(0);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    release: () => {
      held.remove();
      held.release();
    },
  };
}

/** How many connections to this server are open on this machine. */
async function connections(url: string): Promise<number> {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
  // "sl local:port remote:port state", and 01 is an open connection
  return lines.filter((line) => new RegExp(`^\\s*\\d+: \\w+:\\w+ \\w+:${port} 01 `, 'u').test(line)).length;
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

test.describe('with a logind', () => {
  let logind: Logind;
  test.beforeEach(async ({ world }) => {
    logind = await startLogind(world.session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  });
  test.afterEach(() => {
    logind.stop();
  });

  test('the machine is shut down: the app has ended in 5 s', async ({ world }) => {
    const running = await world.start({ ...world.signedIn, ...logind.env });
    await pairSamples(world, await running.window());
    const { sha256, release } = await partsInFlight(world);
    const { code, ms } = await ended(running, () => {
      logind.shutDown();
    });
    console.log(`shutdown: ended after ${Math.round(ms)} ms`);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(quitWithinMs);
    release();
    await goesUpOnce(world, sha256);
  });

  test('sleep puts down what is being sent, and after waking it goes up at once', async ({ world }) => {
    const running = await world.start({ ...world.signedIn, ...logind.env });
    const page = await running.window();
    await pairSamples(world, page);
    const { sha256, release } = await partsInFlight(world);
    expect(await connections(world.emulator.storageUrl)).toBeGreaterThan(0);
    const calls = () => world.emulator.control.requests(500).length;

    logind.sleep();
    // the connections are closed while the server still hangs: none is left to be found dead after the sleep
    await expect.poll(() => connections(world.emulator.storageUrl)).toBe(0);
    const before = calls();
    await writeFile(world.file('notes.txt'), 'while it sleeps\n');
    await page.waitForTimeout(3_000);
    expect(calls()).toBe(before);
    expect(versionsOnServer(world, 'notes.txt')).toHaveLength(1);

    release();
    logind.wake();
    await untilSynced(world, page, 4);
    await expect.poll(() => versionsOnServer(world, 'notes.txt').length).toBe(2);
    expect(versionsOnServer(world, 'film.bin')).toEqual([sha256]);
  });
});
