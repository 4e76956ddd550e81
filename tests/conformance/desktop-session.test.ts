import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { startDesktopSession, type DesktopSession } from '../harness/desktop-session.ts';
import { eventually } from '../harness/desktop-session-eventually.ts';

describe.skipIf(process.platform !== 'linux')('a desktop session', () => {
  let home: string;
  let session: DesktopSession;
  let app: ChildProcess;
  let said = '';

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'koo-home-'));
    session = await startDesktopSession({ home });
    const { executable } = await electronRuntime();
    app = spawn(executable, [path.join(import.meta.dirname, 'tray-app'), '--no-sandbox'], {
      env: session.env,
    });
    app.stdout?.on('data', (data: Buffer) => (said += data.toString()));
  });
  afterAll(async () => {
    app.kill('SIGKILL');
    await session.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('has a tray that shows what an app puts there', async () => {
    const item = await session.tray.waitForItem();
    expect(item.tooltip).toBe('All is well');
    expect(item.pictures[0]).toMatchObject({ width: 16, height: 16 });
    expect(item.pictures[0]?.argb.subarray(0, 4)).toEqual(Buffer.from([255, 255, 0, 0]));
  });

  it('shows the menu as the app made it', async () => {
    const menu = await session.tray.menu();
    expect(menu.map(({ label, kind, enabled }) => [label, kind, enabled])).toEqual([
      ['Say hello', 'entry', true],
      ['', 'separator', true],
      ['Not now', 'entry', false],
      ['More', 'entry', true],
      ['Quit', 'entry', true],
    ]);
    expect(menu[3]?.entries).toMatchObject([{ label: 'Ticked', checked: true }]);
  });

  it('clicks entries, and says what there is when the entry is missing', async () => {
    await session.tray.click('Say hello');
    await eventually('the app to say hello', 5_000, () =>
      Promise.resolve(said.includes('hello') || undefined),
    );
    await expect(session.tray.click('Sing')).rejects.toThrow('has no "Sing"; it has "Say hello"');
    await expect(session.tray.click('Not now')).rejects.toThrow('cannot be clicked');
  });

  it('keeps secrets in a keyring that nobody else sees', () => {
    const ask = (code: string): string =>
      execFileSync(process.execPath, ['-e', `const k=require('keytar');(async()=>{${code}})()`], {
        env: session.env,
        cwd: path.resolve(import.meta.dirname, '../..'),
        encoding: 'utf8',
      }).trim();
    ask("await k.setPassword('koosync-test', 'me', '密码')");
    expect(ask("console.log(await k.getPassword('koosync-test', 'me'))")).toBe('密码');
  });

  it('takes pictures of the screen', async () => {
    const file = path.join(home, 'screen.png');
    await session.screenshot(file);
    const png = await readFile(file);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 800]);
  });

  it('loses the icon of an app that has quit', async () => {
    const ended = once(app, 'exit');
    await session.tray.click('Quit');
    await ended;
    expect(
      await eventually(
        'an empty tray',
        5_000,
        async () => (await session.tray.items()).length === 0 || undefined,
      ),
    ).toBe(true);
  });
});
