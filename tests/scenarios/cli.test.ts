/** The CLI's contract of issue 2, section 6, point by point, and every bad input that it names. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { until, untilEqual } from '../harness/until.ts';

type Listed = {
  revisionId: string;
  revisionVersion: number;
  size: number;
  sha256: string;
  latest: boolean;
  keepForever: boolean;
  createdAt: number;
};

let world: CliWorld;
let docs: string;
let file: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  file = join(docs, 'a.txt');
  mkdirSync(join(docs, 'sub'), { recursive: true });
  writeFileSync(file, 'first');
  writeFileSync(join(docs, 'sub', 'b.txt'), 'b');
});
afterEach(async () => {
  await world.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const read = (path = file) => readFileSync(path, 'utf8');
const add = () => world.koosync('add', docs, '--space', defaults.containerId);
/** What a test begins with that is about neither: the folder is added, and all that is in it is a version. */
const added = async () => {
  world.settings();
  await world.setUp.add(docs);
};
const synced = async () => {
  await added();
  await world.setUp.pass();
};
const once = () => world.koosync('run', '--once');
const versions = async (path = file) => (await world.json('versions', path)) as Listed[];
const save = (text: string) => {
  writeFileSync(file, text);
};

describe('the contract', () => {
  it('add, run --once, status, versions', async () => {
    const begun = Date.now();
    expect(await add()).toMatchObject({ code: 0, err: '' });
    expect(await once()).toMatchObject({ code: 0 });
    expect(
      world.emulator.control
        .tree()
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['docs/a.txt', 'docs/sub/b.txt']);
    expect(await world.json('status')).toEqual([
      expect.objectContaining({ folder: docs, remote: 'docs', files: 2, pending: 0, problems: [] }),
    ]);
    save('second content');
    expect(await once()).toMatchObject({ code: 0 });
    const [latest, first, ...more] = await versions();
    expect(more).toEqual([]);
    expect(latest).toMatchObject({
      size: 14,
      sha256: sha256('second content'),
      latest: true,
      keepForever: false,
    });
    expect(first).toMatchObject({ size: 5, sha256: sha256('first'), latest: false, keepForever: false });
    expect(latest?.revisionVersion).toBeGreaterThan(first?.revisionVersion ?? Infinity);
    expect(latest?.createdAt).toBeGreaterThanOrEqual(begun);
    const table = await world.koosync('versions', file);
    expect(table).toMatchObject({ code: 0, err: '' });
    expect(table.out).toContain(first?.revisionId);
  });

  it('a second run writes nothing', async () => {
    await synced();
    world.emulator.control.resetCounts();
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.writes()).toBe(0);
  });

  it('add takes --remote, and the only space when none is named', async () => {
    expect(await world.koosync('add', 'docs', '--remote', 'elsewhere')).toMatchObject({ code: 0 });
    await once();
    expect(world.emulator.control.tree().map(({ path }) => path)).toContain('elsewhere/a.txt');
    world.emulator.control.addSpace({
      containerId: 'C2',
      type: '2',
      ownerId: defaults.userId,
      capacity: 1e9,
    });
    const other = join(world.folder, 'other');
    mkdirSync(other);
    refused(await world.koosync('add', other), 2, /several spaces.*C2/);
    expect(await world.koosync('spaces', '--default', 'C2')).toMatchObject({ code: 0 });
    expect(await world.koosync('add', other)).toMatchObject({ code: 0 });
    refused(await world.koosync('spaces', '--default', 'C9'), 2, /no space C9/);
  });

  it('remove forgets the pair and deletes nothing', async () => {
    await synced();
    expect(await world.koosync('remove', 'docs')).toMatchObject({ code: 0 });
    expect(await world.json('status')).toEqual([]);
    expect(read()).toBe('first');
    expect(world.emulator.control.tree()).toHaveLength(2);
    refused(await world.koosync('remove', 'docs'), 2, /not a synced folder/);
  });

  it('run watches until SIGTERM, and stops cleanly', async () => {
    await added();
    const running = world.start(['run']);
    await running.says('Watching');
    save('while it runs');
    await until('what was saved is a version', () =>
      world.emulator.control.tree().some((one) => one.sha256 === sha256('while it runs')),
    );
    // beside a running one: reading, restoring through it, but no second engine
    expect(await versions()).not.toEqual([]);
    refused(await once(), 1, /already running/);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, out: '' });
  });

  it('restore replaces the file after its content became a version', async () => {
    await synced();
    const [first] = await versions();
    save('not yet anywhere');
    const restored = await world.json('restore', file, '--revision', first?.revisionId ?? '');
    expect(restored).toMatchObject({
      ...{ path: file, size: 5, sha256: sha256('first') },
      ...{ revisionId: first?.revisionId, revisionVersion: 1 },
    });
    expect(read()).toBe('first');
    expect((await versions()).map((version) => version.sha256)).toContain(sha256('not yet anywhere'));
    expect(readdirSync(docs).toSorted()).toEqual(['a.txt', 'sub']);
    await once();
    expect((await versions())[0]).toMatchObject({ sha256: sha256('first'), latest: true });
  });

  it('restore through a running client of another process', async () => {
    await synced();
    const [first] = await versions();
    const running = world.start(['run']);
    await running.says('Watching');
    save('pending in the running one');
    expect(await world.koosync('restore', file, '--revision', first?.revisionId ?? '')).toMatchObject({
      code: 0,
    });
    expect(read()).toBe('first');
    expect((await versions()).map((version) => version.sha256)).toContain(
      sha256('pending in the running one'),
    );
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  it('restore --to writes a copy and never replaces another file', async () => {
    await synced();
    const [first] = await versions();
    const id = first?.revisionId ?? '';
    save('second');
    expect(await world.koosync('restore', file, '--revision', id, '--to', 'copy.txt')).toMatchObject({
      code: 0,
    });
    expect(read(join(world.folder, 'copy.txt'))).toBe('first');
    expect(read()).toBe('second');
    writeFileSync(join(world.folder, 'dear.txt'), 'dear');
    refused(
      await world.koosync('restore', file, '--revision', id, '--to', 'dear.txt'),
      2,
      /already another file/,
    );
    expect(read(join(world.folder, 'dear.txt'))).toBe('dear');
    expect(
      await world.koosync('restore', file, '--revision', id, '--to', 'dear.txt', '--force'),
    ).toMatchObject({ code: 0 });
    expect(read(join(world.folder, 'dear.txt'))).toBe('first');
  });

  it('a damaged download replaces nothing', async () => {
    await synced();
    const [first] = await versions();
    save('second');
    world.emulator.control.fault({ match: { operation: 'download' }, action: { kind: 'corrupt' } });
    refused(await world.koosync('restore', file, '--revision', first?.revisionId ?? ''), 1, /damaged/);
    expect(read()).toBe('second');
    expect(readdirSync(docs).toSorted()).toEqual(['a.txt', 'sub']);
  });

  it('keep keeps a version for ever, and no longer', async () => {
    await synced();
    const [first] = await versions();
    const id = first?.revisionId ?? '';
    expect(await world.koosync('keep', file, '--revision', id)).toMatchObject({ code: 0 });
    expect((await versions())[0]?.keepForever).toBe(true);
    expect(await world.koosync('keep', file, '--revision', id, '--off')).toMatchObject({ code: 0 });
    expect((await versions())[0]?.keepForever).toBe(false);
  });

  it('open starts the app with the path', async () => {
    await synced();
    const app = join(world.folder, 'app.sh');
    writeFileSync(app, `#!/bin/sh\nprintf '%s\\n' "$@" > "${join(world.folder, 'started')}"\n`);
    chmodSync(app, 0o755);
    world.env['KOOSYNC_DESKTOP'] = app;
    expect(await world.koosync('open', 'docs/a.txt')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Opening the versions of') as unknown,
    });
    const started = join(world.folder, 'started');
    await untilEqual(() => existsSync(started) && read(started), `--view-versions\n${file}\n`);
    world.env['KOOSYNC_DESKTOP'] = join(world.folder, 'none');
    refused(await world.koosync('open', 'docs/a.txt'), 2, /KOOSYNC_DESKTOP/);
  });

  it('app credentials sign in too', async () => {
    world.env['KOOSYNC_TOKEN'] = '';
    world.env['KOOSYNC_APP_ID'] = defaults.appId;
    world.env['KOOSYNC_APP_SECRET'] = defaults.appSecret;
    expect(await add()).toMatchObject({ code: 0 });
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.tree()).toHaveLength(2);
  });

  it('exit code 3 says what could not be uploaded, and why; the rest is', async () => {
    await added();
    writeFileSync(join(docs, 'bad:name.txt'), 'x');
    const ended = await once();
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toMatch(new RegExp(`^${docs}/bad:name.txt: .*name`, 'm'));
    expect(world.emulator.control.tree()).toHaveLength(2);
    expect(await world.json('status')).toMatchObject([
      { problems: [{ path: 'bad:name.txt', code: 'NAME_FORBIDDEN' }] },
    ]);
    expect((await world.koosync('status')).out).toContain('bad:name.txt');
  });

  it('a reader that goes away is no error', async () => {
    await synced();
    const running = world.start(['versions', file]);
    running.child.stdout?.destroy();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
  });

  it('speaks Chinese where the system does', async () => {
    world.env['LANG'] = 'zh_CN.UTF-8';
    expect((await world.koosync('add', join(world.folder, 'none'))).err).toContain('不存在');
    expect((await world.koosync('--help')).out).toContain('退出码');
  });

  it('finds a file through a symlink to its folder', async () => {
    await synced();
    symlinkSync(docs, join(world.folder, 'link'));
    expect(await versions(join(world.folder, 'link', 'a.txt'))).toHaveLength(1);
  });

  it('keeps the state folder to its owner, and secrets out of it', async () => {
    await add();
    await once();
    expect(statSync(world.home).mode & 0o777).toBe(0o700);
    const files = readdirSync(world.home, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(defaults.token)).toBe(false);
  });
});

describe('bad input', () => {
  it('words that make no sense', async () => {
    refused(await world.koosync('frob'), 2, /Unknown command "frob".*koosync --help/);
    refused(await world.koosync('status', '--frob'), 2, /Unknown option "--frob".*koosync status --help/);
    refused(await world.koosync('add'), 2, /FOLDER.*koosync add --help/);
    refused(await world.koosync('versions', file, 'more'), 2, /Too many arguments/);
    expect(await world.koosync()).toMatchObject({ code: 2, out: '' });
    expect(await world.koosync('--help')).toMatchObject({ code: 0, err: '' });
  });

  it('folders that are none', async () => {
    refused(
      await world.koosync('add', join(world.folder, 'none'), '--space', defaults.containerId),
      2,
      /no folder .*none/,
    );
    refused(await world.koosync('add', file, '--space', defaults.containerId), 2, /a\.txt is not a folder/);
    expect(await world.json('status')).toEqual([]);
  });

  it('a folder that cannot be read', async () => {
    chmodSync(docs, 0);
    world.unprivileged();
    refused(await add(), 2, /docs.* permissions/);
    expect(await world.json('status')).toEqual([]);
    chmodSync(docs, 0o755);
  });

  it('a file and a folder that cannot be read are problems, and the rest is uploaded', async () => {
    await added();
    chmodSync(file, 0);
    mkdirSync(join(docs, 'closed'), { mode: 0 });
    world.unprivileged();
    const ended = await once();
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toMatch(/^.*docs\/a\.txt: .*permissions/m);
    expect(ended.err).toMatch(/^.*docs\/closed: .*permissions/m);
    expect(world.emulator.control.tree().map(({ path }) => path)).toEqual(['docs/sub/b.txt']);
    chmodSync(file, 0o600);
    chmodSync(join(docs, 'closed'), 0o700);
    const after = await once();
    expect(after, after.err).toMatchObject({ code: 0 });
    expect(world.emulator.control.tree()).toHaveLength(2);
  });

  it('a state folder that may not be written', async () => {
    await synced();
    chmodSync(world.home, 0o500);
    world.unprivileged();
    refused(
      await world.koosync('status'),
      2,
      /state folder .* cannot be read and written. Change its permissions.*KOOSYNC_HOME/,
    );
    refused(await once(), 2, /state folder .*KOOSYNC_HOME/);
    refused(await world.koosync('repair'), 2, /state folder .*KOOSYNC_HOME/);
    chmodSync(world.home, 0o700);
    chmodSync(join(world.home, 'state.db'), 0o400);
    refused(await once(), 2, /database .*state\.db cannot be read and written.*permissions/);
    // it is not damaged
    expect((await world.koosync('repair')).out).toContain('is sound. There is nothing to repair.');
    for (const name of readdirSync(world.home).filter((one) => one.startsWith('state.db')))
      chmodSync(join(world.home, name), 0o600);
    expect(await once()).toMatchObject({ code: 0 });
  });

  it('pairs inside one another', async () => {
    await added();
    refused(
      await world.koosync('add', join(docs, 'sub'), '--space', defaults.containerId),
      2,
      /overlaps with .*docs/,
    );
    refused(
      await world.koosync('add', world.folder, '--space', defaults.containerId),
      2,
      /overlaps with .*docs/,
    );
    refused(await add(), 2, /docs is already synced/);
  });

  it('a space that there is not', async () => {
    refused(await world.koosync('add', docs, '--space', 'IAAnone'), 2, /no space IAAnone/);
  });

  it('files without versions', async () => {
    await synced();
    writeFileSync(join(docs, 'new.txt'), 'new');
    refused(await world.koosync('versions', join(docs, 'new.txt')), 2, /not reached KooDrive/);
    refused(await world.koosync('versions', join(docs, 'none.txt')), 2, /no file .*none\.txt/);
    refused(await world.koosync('versions', join(docs, 'sub')), 2, /sub is a folder/);
    refused(await world.koosync('versions', docs), 2, /docs is a folder/);
    refused(
      await world.koosync('versions', join(world.folder, 'x.txt')),
      2,
      /x\.txt is not in a synced folder/,
    );
    refused(await world.koosync('open', join(world.folder, 'x.txt')), 2, /not in a synced folder/);
  });

  it('a version that there is not', async () => {
    await synced();
    const [first] = await versions();
    save('second');
    for (const id of ['none', `${String(first?.revisionId)}9`, `${String(first?.revisionId)}.9`]) {
      refused(await world.koosync('restore', file, '--revision', id), 2, /no version .*koosync versions/);
      expect(read()).toBe('second');
    }
    refused(await world.koosync('keep', file, '--revision', 'none'), 2, /no version none/);
  });

  it('a server address that is none', async () => {
    await synced();
    world.env['KOOSYNC_SERVER'] = 'http://not-this-machine.example';
    refused(await world.koosync('spaces'), 2, /not the address of a KooDrive server/);
    world.env['KOOSYNC_SERVER'] = 'https://';
    refused(await world.koosync('whoami'), 2, /not the address of a KooDrive server/);
    // nobody is signed in there: the folder belongs to no such account
    refused(await world.koosync('take-over', docs), 2, /not the address of a KooDrive server/);
  });

  it('a server that does not answer, or not as KooDrive does', async () => {
    await added();
    const web = createServer((_, answer) =>
      answer.setHeader('content-type', 'text/html').end('<h1>It works</h1>'),
    );
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    world.env['KOOSYNC_SERVER'] = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    // no folder goes to what is no KooDrive
    for (const command of ['spaces', 'take-over']) {
      const html = await world.koosync(command);
      expect([1, 2]).toContain(html.code);
      refused(html, html.code ?? -1, /KooDrive/);
    }
    await new Promise((resolve) => web.close(resolve));
    for (const command of ['spaces', 'take-over'])
      refused(await world.koosync(command), 1, /no connection to KooDrive/);

    world.env['KOOSYNC_SERVER'] = world.emulator.url;
    const portal = world.emulator.control.portal();
    const ended = await world.impatient('run', '--once');
    expect([2, 3]).toContain(ended.code);
    expect(ended.err).toMatch(/KooDrive/);
    portal.remove();
    const broken = world.emulator.control.fault({ match: {}, action: { kind: 'dropBefore' } });
    const offline = await world.impatient('run', '--once');
    expect(offline).toMatchObject({ code: 3, out: '' });
    expect(offline.err).toMatch(/no connection to KooDrive/);
    broken.remove();
    // nothing is lost: it gets it all
    expect(await once()).toMatchObject({ code: 0 });
    expect(world.emulator.control.tree()).toHaveLength(2);
  });

  it('a token that is refused', async () => {
    await added();
    world.env['KOOSYNC_TOKEN'] = 'not-the-token';
    refused(await world.koosync('spaces'), 4, /did not accept the sign-in/);
    refused(await world.koosync('whoami'), 4, /did not accept the sign-in/);
    refused(await once(), 4, /did not accept the sign-in/);
    world.env['KOOSYNC_TOKEN'] = defaults.token;
    expect(await once()).toMatchObject({ code: 0 });
  });

  it('half an environment, two of them, and none', async () => {
    world.env['KOOSYNC_APP_ID'] = defaults.appId;
    world.env['KOOSYNC_APP_SECRET'] = defaults.appSecret;
    refused(await once(), 2, new RegExp('KOOSYNC_TOKEN and KOOSYNC_APP_ID / KOOSYNC_APP_SECRET'));
    for (const name of ['KOOSYNC_APP_ID', 'KOOSYNC_APP_SECRET']) world.env[name] = '';
    world.env['KOOSYNC_TOKEN'] = '';
    refused(await once(), 2, /KOOSYNC_TOKEN \(or KOOSYNC_APP_ID and KOOSYNC_APP_SECRET\)/);
    world.env['KOOSYNC_APP_ID'] = defaults.appId;
    refused(await world.koosync('spaces'), 2, /KOOSYNC_APP_SECRET/);
    for (const name of ['KOOSYNC_APP_ID', 'KOOSYNC_SERVER', 'KOOSYNC_USER_ID']) world.env[name] = '';
    refused(await world.koosync('whoami'), 4, /You are not signed in. Run "koosync sign-in"/);
    refused(await world.koosync('run'), 4, /koosync sign-in/);
  });

  it('signing in with half of what it needs, or where there is no keyring', async () => {
    refused(await world.koosync('sign-in'), 2, /The KOOSYNC_ environment variables sign in/);
    for (const name of ['KOOSYNC_SERVER', 'KOOSYNC_USER_ID', 'KOOSYNC_TOKEN']) world.env[name] = '';
    refused(await world.koosync('sign-in'), 2, /--server is needed where there is no terminal to ask/);
    const to = ['sign-in', '--server', world.emulator.url, '--user-id', defaults.userId];
    refused(await world.start(to).ended, 2, /No secret was given. Type it at a terminal.*standard input/);
    refused(await world.start(to, { input: 'wrong\n' }).ended, 4, /did not accept/);
    world.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nowhere';
    refused(
      await world.start(to, { input: `${defaults.token}\n` }).ended,
      1,
      /The system keyring cannot be used. Start or unlock it.*KOOSYNC_TOKEN/,
    );
    refused(await world.koosync('whoami'), 4, /koosync sign-in/);
  });

  it('a database that is broken', async () => {
    await synced();
    const state = join(world.home, 'state.db');
    const junk = 'this is no database, and was never one\n'.repeat(500);
    writeFileSync(state, junk);
    refused(await world.koosync('status'), 1, /database .*state\.db is damaged.*koosync repair/);
    refused(await once(), 1, /damaged/);
    expect(read(state)).toBe(junk);
  });

  it('a state folder of a newer KooSync', async () => {
    await added();
    const db = new DatabaseSync(join(world.home, 'state.db'));
    db.exec('PRAGMA user_version = 9999');
    db.close();
    refused(await world.koosync('status'), 1, /newer KooSync/);
    refused(await once(), 1, /newer KooSync/);
  });

  it('settings that are broken, or newer', async () => {
    await world.json('status');
    const settings = join(world.home, 'settings.json');
    writeFileSync(settings, '{"theme": ');
    refused(await world.koosync('status'), 1, /settings\.json cannot be understood and was left as it is/);
    expect(read(settings)).toBe('{"theme": ');
    writeFileSync(settings, '{"version": 99}');
    refused(await world.koosync('status'), 1, /newer KooSync/);
  });

  it('a state folder that is a file', async () => {
    writeFileSync(world.home, '');
    refused(
      await world.koosync('status'),
      2,
      /state folder .* cannot be created, because a file is in its place.*KOOSYNC_HOME/,
    );
  });

  it('a folder that went away is a problem, and deletes nothing', async () => {
    await synced();
    // a file that is put back is looked at by the next pass, wherever its folder is
    rmSync(file);
    await once();
    expect(await world.koosync('deletions', 'undo', '--all')).toMatchObject({ code: 0 });
    renameSync(docs, `${docs}-away`);
    const ended = await once();
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toMatch(/docs is missing/);
    expect(ended.err).toContain(`${file}: The folder ${docs} is missing.`);
    expect(world.emulator.control.tree()).toHaveLength(2);
    renameSync(`${docs}-away`, docs);
    appendFileSync(file, ' more');
    expect(await once()).toMatchObject({ code: 0 });
  });
});
