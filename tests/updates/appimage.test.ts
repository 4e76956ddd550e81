/** An AppImage that runs is brought up to date: what it believes, what it waits for, and what is left when it fails. */
import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartEntry } from '../../main/desktop/autostart-entry.ts';
import { autostartFile } from '../../main/desktop/launch-at-login.ts';
import { freshBytes } from '../harness/koodrive-world.ts';
import {
  feedName,
  feedText,
  newer,
  older,
  openUpdatesWorld,
  packageFile,
  signed,
  until,
  type UpdatesWorld,
} from './updates-world.ts';

let world: UpdatesWorld;
let folder: string;
let appImage: string;
beforeEach(async () => {
  world = await openUpdatesWorld();
  folder = path.join(world.cli.folder, `Ann's "apps" 应用 100%`);
  mkdirSync(folder);
  appImage = path.join(folder, 'KooSync-1.0.0.AppImage');
  copyFileSync(packageFile(older, 'AppImage'), appImage);
  chmodSync(appImage, 0o755);
});
afterEach(async () => {
  await world.close();
});

const start = () => {
  world.start(appImage, '--no-sandbox', '--hidden');
};
const offer = (text: string) => {
  const file = packageFile(newer, 'AppImage');
  world.feed.files.set(path.basename(file), { path: file });
  world.feed.files.set(feedName, { text });
};
const asked = (ending: string) => world.feed.asked.filter(({ name }) => name.endsWith(ending));
const problems = () =>
  [
    ...world.logged('no answer about new versions'),
    ...world.logged('a new version could not be fetched'),
  ].map(({ problem }) => problem);
const untilProblem = (problem: string, times = 1) =>
  until(
    `${problem}, ${String(times)} times`,
    () => problems().filter((each) => each === problem).length >= times,
  );
const isOld = () => statSync(appImage).size === statSync(packageFile(older, 'AppImage')).size;

describe('an AppImage', () => {
  it('is updated when the user asks, after the parts in flight, and goes on where it was', async () => {
    const parts = 5;
    const { cli, session, feed } = world;
    cli.settings();
    const settings = path.join(cli.home, 'settings.json');
    const said = JSON.parse(readFileSync(settings, 'utf8')) as object;
    writeFileSync(settings, JSON.stringify({ ...said, updates: 'ask', launchAtLogin: true }));
    const entry = autostartFile({}, path.join(cli.folder, 'home'), cli.home);
    mkdirSync(path.dirname(entry), { recursive: true });
    writeFileSync(entry, autostartEntry({ executable: appImage, args: [], state: cli.home }));
    const synced = path.join(cli.folder, 'Documents');
    mkdirSync(synced);
    await cli.setUp.add(synced);
    writeFileSync(path.join(synced, 'large.bin'), freshBytes(parts * 8 * 1024 * 1024));
    const held = cli.emulator.control.fault({
      match: { operation: 'putPart' },
      skip: 1,
      action: { kind: 'hold' },
    });
    const sent = () => cli.emulator.control.counts().putPart;
    offer(signed(feedText(newer)).text);

    start();
    // in sequence: one after the other
    await until('a part in flight', () => held.struck() > 0);
    await until('an offer', () => world.logged('a newer version').length > 0);
    expect(asked('.AppImage')).toEqual([]);
    writeFileSync(settings, JSON.stringify({ ...said, updates: 'automatic', launchAtLogin: true }));
    await until('the new version', () => world.logged('the newer version is fetched').length > 0);
    const size = statSync(packageFile(newer, 'AppImage')).size;
    const fetched = asked('.AppImage').reduce((sum, { bytes }) => sum + bytes, 0);
    expect(fetched).toBeLessThan(size / 4);
    expect(asked('.AppImage').every(({ range }) => range !== undefined)).toBe(true);

    await session.tray.click(`Restart to update to ${newer}`);
    const handover = path.join(cli.home, 'desktop', 'update.json');
    await until('what the next life has to know', () => existsSync(handover));
    // another look at the feed and at what is in flight, several times over
    const before = { looks: feed.asked.length, sent: sent() };
    world.feed.files.delete(feedName);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect({ lives: world.lives(), isOld: isOld() }).toEqual({ lives: [older], isOld: true });
    expect({ looks: feed.asked.length, sent: sent() }).toEqual(before);
    const begun = held.struck();
    held.release();
    held.remove();
    await until('the life of the new version', () => world.lives().length === 2);
    expect(world.lives()).toEqual([older, newer]);

    await cli.idle();
    expect(begun).toBe(1);
    expect(sent()).toBe(parts);
    expect(await cli.status()).toMatchObject([{ pending: 0, problemCount: 0, paused: false }]);
    expect(existsSync(handover)).toBe(false);
    const [renamed, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(renamed).toBe(path.basename(packageFile(newer, 'AppImage')));
    const executable = path.join(folder, renamed ?? '');
    expect(readFileSync(entry, 'utf8')).toBe(autostartEntry({ executable, args: [], state: cli.home }));
  });

  it('believes no one but us, takes nothing older, and gets the new version when all is well again', async () => {
    const { cli, feed } = world;
    cli.settings();
    const another = generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const text = feedText(newer);

    feed.down = true;
    start();
    await untilProblem('feed-down', 2);
    // by another publisher, and with a changed line under our signature
    offer(signed(text, another).text);
    feed.down = false;
    await untilProblem('unsigned');
    offer(signed(text).text.replace(/sha512: ./u, 'sha512: x'));
    await untilProblem('unsigned', 2);
    offer('<!doctype html><title>Sign in to this network</title>');
    await untilProblem('feed-down', problems().filter((each) => each === 'feed-down').length + 1);
    // ours, but older; then newer, but for nobody yet
    for (const nothing of [text.replaceAll(newer, '0.9.0'), `${text}stagingPercentage: 0\n`]) {
      offer(signed(nothing).text);
      const looks = asked('.yml').length;
      await until('two looks at the feed', () => asked('.yml').length >= looks + 2);
    }
    expect(asked('.AppImage')).toEqual([]);
    expect({ lives: world.lives(), offers: world.logged('a newer version') }).toEqual({
      lives: [older],
      offers: [],
    });
    // the feed is right, but what it names has other bytes
    const broken = path.join(cli.folder, 'broken.AppImage');
    const bytes = readFileSync(packageFile(newer, 'AppImage'));
    // all that may be fetched: of what the old one has, too, nothing is asked for. The list of blocks at the end is good.
    const list = bytes.readUInt32BE(bytes.length - 4) + 4;
    bytes.fill(0, 0, bytes.length - list);
    writeFileSync(broken, bytes);
    const name = path.basename(packageFile(newer, 'AppImage'));
    feed.files.set(name, { path: broken });
    feed.files.set(feedName, signed(text));
    await untilProblem('corrupt');
    expect(isOld()).toBe(true);
    expect(world.lives()).toEqual([older]);
    feed.files.set(name, { path: packageFile(newer, 'AppImage') });
    // nobody looks, and nothing is sent: it comes by itself
    await until('the life of the new version', () => world.lives().length === 2);
    expect(world.lives()).toEqual([older, newer]);
    await until('a look at the feed by the new one', () => world.logged('updates').length === 2);
    const [, after] = world.logged('updates');
    expect(after).toMatchObject({ beginning: { hidden: true, updatedFrom: older } });
    expect(
      world.logged('a new version could not be fetched').every(({ problem }) => problem === 'corrupt'),
    ).toBe(true);
  });
});
