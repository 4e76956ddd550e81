/**
 * A stranger's program lies where KooSync might look for one of its own, or goes by the name of one of the system's: it is not
 * started, and what is started has nobody's secret in its environment.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from '../../emulator/index.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';
import { attackedCliFolder } from './attacked.ts';

let world: CliWorld;
/** our package, in a folder where a stranger may write */
let ours: string;
let shared: string;
let started: string;

beforeEach(async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(join(fs.realpathSync('/tmp'), 'koosync-strange-')));
  shared = join(folder, 'shared');
  ours = join(shared, 'koosync');
  started = join(folder, 'started');
  fs.mkdirSync(join(ours, 'out'), { recursive: true });
  fs.cpSync(attackedCliFolder, join(ours, 'out', 'cli'), { recursive: true });
  fs.copyFileSync(join(attackedCliFolder, '../../package.json'), join(ours, 'package.json'));
  world = await openCliWorld({ folder, cli: join(ours, 'out/cli/koosync.js') });
});
afterEach(() => world.close());

/** A program that says that it was started, and with which environment; it is moved into place whole. */
const putStranger = (at: string, says = ''): string => {
  fs.mkdirSync(dirname(at), { recursive: true });
  fs.writeFileSync(
    at,
    `#!/bin/sh\nenv > "${started}.$$"\nmv "${started}.$$" "${started}"\nprintf '%s' "${says}"\n`,
  );
  fs.chmodSync(at, 0o755);
  return at;
};
const environmentOfStarted = (): string | undefined =>
  fs.existsSync(started) ? fs.readFileSync(started, 'utf8') : undefined;

const addFolder = async (): Promise<void> => {
  fs.symlinkSync(join(attackedCliFolder, '../../node_modules'), join(ours, 'node_modules'));
  fs.mkdirSync(join(world.folder, 'docs'));
  fs.writeFileSync(join(world.folder, 'docs', 'a.txt'), 'a');
  expect(await world.koosync('add', 'docs')).toMatchObject({ code: 0 });
};

describe.skipIf(process.platform === 'win32')("a stranger's program", () => {
  it('that lies above our package as the Node that we need is not started by an old Node', () => {
    putStranger(join(shared, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'));
    const old = join(world.folder, 'old-node.cjs');
    fs.writeFileSync(
      old,
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });",
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--require', old, join(ours, 'out/cli/koosync.js'), 'status'],
      { env: world.env, cwd: world.folder, encoding: 'utf8' },
    );
    expect([status, environmentOfStarted()]).toEqual([1, undefined]);
    expect(stderr).toMatch(/^koosync: .*Node/u);
  });

  it('that lies above our package as the app is not started by "koosync open"', async () => {
    await addFolder();
    putStranger(join(shared, 'koosync-desktop'));
    putStranger(join(world.folder, 'koosync-desktop'));
    world.env['PATH'] = ['', '.', world.env['PATH'] ?? ''].join(':');
    expect(await world.koosync('open', 'docs/a.txt')).toMatchObject({ code: 2 });
    expect(environmentOfStarted()).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('a program that we start', () => {
  it('as the app has no secret of the command line', async () => {
    await addFolder();
    world.env['KOOSYNC_DESKTOP'] = putStranger(join(world.folder, 'desktop'));
    expect(await world.koosync('open', 'docs/a.txt')).toMatchObject({ code: 0 });
    await untilEqual(() => environmentOfStarted()?.includes('KOOSYNC_USER_ID='), true);
    expect(environmentOfStarted()).not.toContain(defaults.token);
  });

  it.runIf(process.platform === 'linux')('to ask for the proxy has none either', async () => {
    putStranger(join(world.folder, 'bin', 'gsettings'), "org.gnome.system.proxy mode 'none'");
    world.env['PATH'] = [join(world.folder, 'bin'), world.env['PATH'] ?? ''].join(':');
    // nobody asks about a way to this machine itself
    world.env['KOOSYNC_SERVER'] = 'https://koodrive.invalid';
    await world.koosync('spaces');
    expect(environmentOfStarted()).toContain('KOOSYNC_USER_ID=');
    expect(environmentOfStarted()).not.toContain(defaults.token);
  });
});
