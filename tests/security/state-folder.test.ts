/**
 * Somebody made the state folder before its user did, or may write in it: what they put there decides nothing. The built
 * command line is started by one user, and another one has been there.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { attackedCli } from './attacked.ts';

const stranger = 65_533;
let world: CliWorld;
let own: string;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  own = join(world.folder, 'own.txt');
  fs.writeFileSync(own, 'mine', { mode: 0o600 });
});
afterEach(() => world.close());

const refused = async (): Promise<void> => {
  const { code, err } = await world.koosync('status');
  expect([0, null]).not.toContain(code);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toMatch(/state folder/);
  expect(fs.readFileSync(own, 'utf8')).toBe('mine');
};

describe.skipIf(process.platform === 'win32')('a state folder', () => {
  // to give a folder away takes root
  it.runIf(process.getuid?.() === 0)('of another user is not used, with whatever lies in it', async () => {
    fs.mkdirSync(world.home, { mode: 0o777 });
    fs.chownSync(world.home, stranger, stranger);
    await refused();
    expect(fs.readdirSync(world.home)).toEqual([]);
  });

  it('with a link for its log writes nowhere else', async () => {
    fs.mkdirSync(join(world.home, 'logs'), { recursive: true, mode: 0o777 });
    fs.chmodSync(world.home, 0o777);
    fs.symlinkSync(own, join(world.home, 'logs', 'koosync.log'));
    await refused();
  });

  it('with a link for its settings or its database writes nowhere else', async () => {
    fs.mkdirSync(world.home);
    fs.chmodSync(world.home, 0o777);
    for (const name of ['settings.json', 'state.db', 'engine.lock']) {
      fs.symlinkSync(own, join(world.home, name));
      await refused();
      fs.unlinkSync(join(world.home, name));
    }
  });

  it('with a pipe for its database ends with a sentence, and does not hang', async () => {
    fs.mkdirSync(world.home, { mode: 0o700 });
    spawnSync('mkfifo', [join(world.home, 'state.db')]);
    const started = world.start(['status']);
    const ends = setTimeout(() => started.child.kill('SIGKILL'), 20_000);
    const { code, err } = await started.ended;
    clearTimeout(ends);
    expect([0, null]).not.toContain(code);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('that may be replaced is not used', async () => {
    const shared = join(world.folder, 'shared');
    fs.mkdirSync(join(shared, 'state'), { recursive: true });
    fs.chmodSync(shared, 0o777);
    world.env['KOOSYNC_HOME'] = join(shared, 'state');
    await refused();
  });

  it('that was open to others is ours alone afterwards, with all that is in it', async () => {
    fs.mkdirSync(world.home, { mode: 0o777 });
    fs.chmodSync(world.home, 0o777);
    expect(await world.koosync('status')).toMatchObject({ code: 0 });
    const open = fs
      .readdirSync(world.home, { recursive: true, encoding: 'utf8' })
      .filter((name) => (fs.lstatSync(join(world.home, name)).mode & 0o077) !== 0);
    expect([fs.statSync(world.home).mode & 0o777, open]).toEqual([0o700, []]);
  });
});
