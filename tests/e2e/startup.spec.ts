/** Starting on something broken: one clear sentence, a way out, the right exit code, and nothing lost. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaults, expect, pairSamples, test, type World } from './fixtures.ts';

const noStack = /\n\s+at |node:internal|\.ts:\d|\.js:\d/u;

/** What our app said in its one line, without what Chromium says beside it. */
const sentenceOf = (output: string): string =>
  /^koosync-desktop: (.*)$/mu.exec(output)?.[1] ?? `nothing; it printed: ${output}`;

/** A state folder that was in use, with a pair in it. */
async function used(world: World): Promise<void> {
  const first = await world.start();
  await pairSamples(world, await first.window());
  await first.quit();
}

test('a damaged state.db: said, or mended; the files are untouched', async ({ world }) => {
  await used(world);
  const file = join(world.state, 'state.db');
  const bytes = await readFile(file);
  bytes.fill('damage ', 0, 4096);
  await writeFile(file, bytes);
  // An app that was ended late leaves a log behind, which may hold the sound bytes of what is damaged here.
  for (const log of ['state.db-wal', 'state.db-shm']) await rm(join(world.state, log), { force: true });
  const ended = await world.startAndWait(world.signedIn, []);
  expect(sentenceOf(ended.output)).toMatch(/damaged/u);
  expect(ended.code).toBe(1);
  expect(ended.output).not.toMatch(noStack);
  expect(await readFile(world.file('notes.txt'), 'utf8')).toBe('first thoughts\n');
});

test('a state.db of a newer KooSync is left alone', async ({ world }) => {
  await used(world);
  const file = join(world.state, 'state.db');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 9999');
  db.close();
  const before = await readFile(file);
  const ended = await world.startAndWait(world.signedIn, []);
  expect(sentenceOf(ended.output)).toMatch(/newer KooSync/u);
  expect(ended.code).toBe(1);
  expect(ended.output).not.toMatch(noStack);
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('settings that cannot be read are not written over', async ({ world }) => {
  await mkdir(world.state, { recursive: true });
  const file = join(world.state, 'settings.json');
  await writeFile(file, '{ "language": "klingon" }');
  const ended = await world.startAndWait(world.signedIn, []);
  expect(sentenceOf(ended.output)).toMatch(/settings/iu);
  expect(ended.code).toBe(1);
  expect(ended.output).not.toMatch(noStack);
  expect(await readFile(file, 'utf8')).toBe('{ "language": "klingon" }');
});

test('a state folder that is a file', async ({ world }) => {
  await writeFile(world.state, 'x');
  const ended = await world.startAndWait(world.signedIn, []);
  expect(sentenceOf(ended.output)).toMatch(/a file is in its place/u);
  expect(ended.code).toBe(1);
  expect(ended.output).not.toMatch(noStack);
});

test('a state that the command line is working on', async ({ world }) => {
  await used(world);
  // What holds the state is another process of the same home: here the first app, under another desktop's lock.
  const first = await world.start();
  await first.window();
  await expect.poll(() => first.app.evaluate(({ app }) => app.isReady())).toBe(true);
  // Gives up the desktop's lock, not the engine's: as if the first one were `koosync run`.
  await first.app.evaluate(({ app }) => {
    app.releaseSingleInstanceLock();
  });
  const ended = await world.startAndWait(world.signedIn, []);
  expect(sentenceOf(ended.output)).toMatch(/already running/u);
  expect(ended.code).toBe(1);
});

test('no keyring: the app starts, says so in the form, and keeps nothing', async ({ world }) => {
  const running = await world.start({ ...world.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' });
  const page = await running.window();
  const answer = await page.evaluate((form) => koo.signIn(form), {
    kind: 'token',
    server: world.emulator.url,
    userId: defaults.userId,
    token: defaults.token,
  } as const);
  expect(answer).toMatchObject({ ok: false, error: { code: 'KEYRING_UNAVAILABLE' } });
  expect(answer.ok ? '' : answer.error.message).toMatch(/keyring/u);
  expect(answer.ok ? '' : answer.error.message).not.toMatch(/dbus|secret service error|stack/iu);
  expect(await page.evaluate(() => koo.account())).toMatchObject({ value: { signedIn: false } });
  expect(running.output()).not.toContain(defaults.token);
});

test('no keyring any more: what was signed in asks again, and syncing waits', async ({ world }) => {
  const first = await world.start(world.env);
  const page = await first.window();
  await page.evaluate((form) => koo.signIn(form), {
    kind: 'token',
    server: world.emulator.url,
    userId: defaults.userId,
    token: defaults.token,
  } as const);
  await pairSamples(world, page);
  await first.quit();

  const second = await world.start({ ...world.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' });
  const next = await second.window();
  await writeFile(world.file('notes.txt'), 'meanwhile\n');
  await expect
    .poll(async () => {
      const answer = await next.evaluate(() => koo.status());
      return answer.ok ? answer.value.state.kind : answer.error.code;
    })
    .toMatch(/^(sign-in|problem)$/u);
});
