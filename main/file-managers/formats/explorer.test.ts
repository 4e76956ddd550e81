import { expect, it } from 'vitest';
import { appliesTo, explorerKeys, explorerValues } from './explorer.ts';
import { workflowFiles } from './finder.ts';
import { execFileSync } from 'node:child_process';

const program = { executable: String.raw`C:\Program Files\KooSync\koosync-desktop.exe`, args: [] };

it('the verbs of the Explorer stand below the user, for files, folders and where one is', () => {
  expect(explorerKeys).toHaveLength(9);
  expect(explorerKeys.every((key) => key.startsWith(String.raw`HKCU\Software\Classes` + '\\'))).toBe(true);
  const values = explorerValues(program, [String.raw`C:\Users\Ann\Documents`], 'zh');
  expect(
    values.filter(({ key }) => key === explorerKeys[0] || key === `${explorerKeys[0] ?? ''}\\command`),
  ).toEqual([
    { key: String.raw`HKCU\Software\Classes\*\shell\KooSync.ViewVersions`, name: '', value: '查看版本' },
    {
      key: String.raw`HKCU\Software\Classes\*\shell\KooSync.ViewVersions`,
      name: 'Icon',
      value: String.raw`"C:\Program Files\KooSync\koosync-desktop.exe",0`,
    },
    {
      key: String.raw`HKCU\Software\Classes\*\shell\KooSync.ViewVersions`,
      name: 'MultiSelectModel',
      value: 'Player',
    },
    {
      key: String.raw`HKCU\Software\Classes\*\shell\KooSync.ViewVersions`,
      name: 'AppliesTo',
      value: String.raw`System.ItemPathDisplay:="C:\Users\Ann\Documents" OR System.ItemPathDisplay:~<"C:\Users\Ann\Documents\"`,
    },
    {
      key: String.raw`HKCU\Software\Classes\*\shell\KooSync.ViewVersions\command`,
      name: '',
      value: String.raw`"C:\Program Files\KooSync\koosync-desktop.exe" --view-versions "%1"`,
    },
  ]);
  expect(
    values.every(({ key }) => explorerKeys.some((own) => key === own || key === `${own}\\command`)),
  ).toBe(true);
  expect(values.filter(({ value }) => value.endsWith('"%V"'))).toHaveLength(3);
});

it('a condition holds all synced folders or is none', () => {
  expect(appliesTo([])).toBeUndefined();
  expect(appliesTo(['D:\\'])).toBe(
    String.raw`System.ItemPathDisplay:="D:" OR System.ItemPathDisplay:~<"D:\"`,
  );
  expect(appliesTo([String.raw`C:\a`, String.raw`C:\b`])?.split(' OR ')).toHaveLength(4);
  expect(
    appliesTo(Array.from({ length: 40 }, (_, n) => String.raw`C:\Users\Ann\folder number ${n}`)),
  ).toBeUndefined();
});

it.skipIf(process.platform === 'win32')(
  "the Finder's Quick Actions are property lists that Python reads",
  () => {
    const files = workflowFiles(`/Users/ann/Library/Application Support/koosync/it's <&>/open`);
    expect(files.map(({ file }) => file)).toContain('koosync-view-versions.workflow/Contents/document.wflow');
    const read = (text: string): unknown =>
      JSON.parse(
        execFileSync(
          'python3',
          [
            '-c',
            'import json, plistlib, sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)',
          ],
          { input: text, encoding: 'utf8' },
        ),
      );
    for (const { file, text } of files) if (!file.endsWith('.strings')) read(text);
    const [info, flow] = files;
    expect(read(info?.text ?? '')).toMatchObject({
      NSServices: [{ NSMenuItem: { default: 'View versions' }, NSSendFileTypes: ['public.item'] }],
    });
    expect(read(flow?.text ?? '')).toMatchObject({
      actions: [
        {
          action: {
            ActionParameters: {
              inputMethod: 1,
              COMMAND_STRING: `sh -c 'test -x "$0" && exec "$0" view-versions "$@"' '/Users/ann/Library/Application Support/koosync/it'\\''s <&>/open' "$@"`,
            },
          },
        },
      ],
    });
  },
);
