/**
 * The extension under python3, in a file manager that pretends: modules of the same names that keep what they are told.
 * What the real ones do with it is tried by `npm run test:file-managers`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pythonExtension, type ExtensionOf } from './python-extension.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'koo-python-'));
  mkdirSync(join(base, 'gi', 'repository'), { recursive: true });
  writeFileSync(
    join(base, 'gi', '__init__.py'),
    'def require_version(name, version):\n    if version == "4.1": raise ValueError\n',
  );
  writeFileSync(join(base, 'gi', 'repository', '__init__.py'), modules);
  writeFileSync(join(base, 'open'), '#!/bin/sh\nfor word; do printf \'%s\\0\' "$word"; done > "$ASKED"\n');
  chmodSync(join(base, 'open'), 0o700);
  writeFileSync(join(base, 'program.json'), JSON.stringify({ version: 1, executable: '/bin/sh', args: [] }));
  mkdirSync(join(base, 'synced', 'sub'), { recursive: true });
  folders(join(base, 'synced'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const modules = `
import types

class Item:
    def __init__(self, name, label, tip="", icon=""):
        self.name, self.label, self.icon, self.menu, self.act = name, label, icon, None, None
    def connect(self, signal, act, *words):
        assert signal == "activate"
        self.act = lambda: act(self, *words)
    def set_submenu(self, menu):
        self.menu = menu

class Menu(list):
    append_item = list.append

class Monitor:
    all = []
    def connect(self, signal, act):
        assert signal == "changed"
        Monitor.all.append(act)

class Located:
    def __init__(self, path): self.path = path
    def get_path(self): return self.path
    def monitor_file(self, *_): return Monitor()

class File:
    def __init__(self, path): self.path, self.emblems, self.stale = path, [], False
    def get_location(self): return None if self.path == "gone" else Located(None if self.path == "remote" else self.path)
    def add_emblem(self, name): self.emblems.append(name)
    def invalidate_extension_info(self): self.stale = True

Nautilus = Nemo = Caja = types.SimpleNamespace(MenuItem=Item, Menu=Menu, MenuProvider=type("M", (), {}), InfoProvider=type("I", (), {}))
GObject = types.SimpleNamespace(GObject=type("G", (), {}))
GLib = types.SimpleNamespace(PRIORITY_DEFAULT=0, child_watch_add=lambda priority, pid, act: __import__("os").waitpid(pid, 0))
Gio = types.SimpleNamespace(File=types.SimpleNamespace(new_for_path=Located), FileMonitorFlags=types.SimpleNamespace(NONE=0))
`;

const folders = (...all: readonly string[]) => {
  writeFileSync(join(base, 'synced-folders'), JSON.stringify({ version: 1, folders: all }));
};
const marks = (value: unknown) => {
  writeFileSync(join(base, 'sync-marks'), JSON.stringify(value));
};

/** Runs lines of Python behind the extension, which print JSON; `it` is the extension, `File` makes a file. */
function python(lines: string, manager: ExtensionOf = 'nautilus', env: Record<string, string> = {}): unknown {
  const source = pythonExtension(manager, {
    launcher: join(base, 'open'),
    program: join(base, 'program.json'),
    folders: join(base, 'synced-folders'),
    marks: join(base, 'sync-marks'),
  });
  const helpers = `
from gi.repository import File, Monitor
it = KooSync()
say = lambda value: print(json.dumps(value))
labels = lambda items: [(one.label, labels(one.menu)) if one.menu else one.label for one in items]
root = ${JSON.stringify(join(base, 'synced'))}
`;
  const out = execFileSync('python3', ['-B', '-'], {
    encoding: 'utf8',
    input: source + helpers + lines,
    env: { PATH: process.env['PATH'], PYTHONPATH: base, ASKED: join(base, 'asked'), ...env },
  });
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const entries = [
  'View versions',
  ['KooSync', ['Copy KooDrive path', 'Pause syncing here (the whole synced folder)']],
];

it.each(['nautilus', 'nemo', 'caja'] as const)('%s shows the entries in synced folders alone', (manager) => {
  const window = manager === 'nautilus' ? '' : 'None, ';
  expect(
    python(
      `
files = lambda *paths: say(labels(it.get_file_items(${window}[File(path) for path in paths])))
files(root + "/a", root + "/sub/b", root)
files(root + "x")
files(root + "/a", "/etc/passwd")
files("remote")
files("gone")
files()
say(labels(it.get_background_items(${window}File(root + "/sub"))))
say(labels(it.get_background_items(${window}File("/etc"))))
`,
      manager,
    ),
  ).toEqual([entries, [], [], [], [], [], entries, []]);
});

it('hands all names over whole, and leaves no process behind', () => {
  const names = [
    'a b',
    `quo'te"`,
    '中文',
    '100%',
    '%F',
    '-dash',
    '--pause',
    'new\nline\n',
    '$HOME `id`',
    'b\\s',
    'a;b&c',
    '😀',
  ];
  python(`
items = it.get_file_items([File(root + "/" + name) for name in json.loads(${JSON.stringify(JSON.stringify(names))})])
items[0].act()
say(1)
`);
  const words = readFileSync(join(base, 'asked'), 'utf8').split('\0').slice(0, -1);
  expect(words).toEqual(['view-versions', ...names.map((name) => join(base, 'synced', name))]);
});

it('hands over the real path of what was reached through a link', () => {
  symlinkSync(join(base, 'synced'), join(base, 'link'));
  python(`
it.get_file_items([File(${JSON.stringify(join(base, 'link', 'a'))})])[1].menu[0].act()
say(1)
`);
  expect(readFileSync(join(base, 'asked'), 'utf8').split('\0')).toEqual([
    'copy-path',
    join(base, 'synced', 'a'),
    '',
  ]);
});

it('speaks the language of the session', () => {
  const said = (env: Record<string, string>) =>
    python('say(it.get_file_items([File(root)])[0].label)', 'nautilus', env);
  for (const env of [
    { LANG: 'zh_CN.UTF-8' },
    { LANG: 'en_GB.UTF-8', LANGUAGE: 'zh_CN:en' },
    { LC_MESSAGES: 'zh_TW' },
  ])
    expect(said(env)).toEqual(['查看版本']);
  for (const env of [
    {},
    { LANG: 'C.UTF-8', LANGUAGE: 'zh_CN' },
    { LANG: 'de_DE.UTF-8' },
    { LC_ALL: 'C', LANG: 'zh_CN' },
  ])
    expect(said(env)).toEqual(['View versions']);
});

it('shows nothing where KooSync is gone, and follows what changes', () => {
  expect(
    python(`
show = lambda: say(len(it.get_file_items([File(root)])))
show()
os.rename(${JSON.stringify(join(base, 'open'))}, root + "/open")
show()
os.rename(root + "/open", ${JSON.stringify(join(base, 'open'))})
open(PROGRAM, "w").write('{"version": 1, "executable": "/no/such/app", "args": []}')
show()
open(PROGRAM, "w").write('{"version": 1, "executable": "/bin/cat", "args": []}')
show()
for text in ("", "{", "[]", '{"version": 2}', '{"version": 1, "folders": 7}', '{"version": 1, "folders": [7, "relative"]}', "[" * 100000):
    open(FOLDERS, "w").write(text)
    folders.looked = None
    show()
os.remove(FOLDERS)
folders.looked = None
show()
`),
  ).toEqual([2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it('shows an emblem on what is synced, what is on its way and what has a problem', () => {
  const look = `
def look(*paths):
    files = [File(root + path) for path in paths]
    for file in files: it.update_file_info(file)
    say([[one.removeprefix("emblem-") for one in file.emblems] for file in files])
    return files
`;
  const one = {
    path: join(base, 'synced'),
    whole: true,
    skipped: ['.lock'],
    syncing: ['sub/new/b'],
    problem: ['bad/c'],
  };
  marks({ version: 1, folders: [one] });
  expect(
    python(`${look}
look("/a", "/sub/new/b", "/sub/new", "/sub", "/bad/c", "/bad", "", "/.lock", "x")
`),
  ).toEqual([
    [
      ['default'],
      ['synchronizing'],
      ['synchronizing'],
      ['synchronizing'],
      ['important'],
      ['important'],
      ['important'],
      [],
      [],
    ],
  ]);
  // nobody says of a file that is not named that it is synced, while not all are named
  marks({ version: 1, folders: [{ ...one, whole: false }] });
  expect(python(`${look}\nlook("/a", "/sub/new/b", "/bad/c")\n`)).toEqual([
    [[], ['synchronizing'], ['important']],
  ]);
  for (const nonsense of [
    { version: 2 },
    { version: 1, folders: [7, { path: 7 }] },
    { version: 1, folders: [{ path: '/x', syncing: 7 }] },
    [],
  ]) {
    marks(nonsense);
    expect(python(`${look}\nlook("/a")\n`)).toEqual([[[]]]);
  }
});

it('has what is shown drawn again when its emblem changes, and only that', () => {
  const one = { path: join(base, 'synced'), whole: true, skipped: [], syncing: ['a'], problem: [] };
  const after = JSON.stringify({ version: 1, folders: [{ ...one, syncing: [] }] });
  expect(
    python(`
files = [File(root + path) for path in ("/a", "/b")]
for file in files: it.update_file_info(file)
def write(text):
    open(MARKS + "~", "w").write(text)
    os.rename(MARKS + "~", MARKS)
    for act in Monitor.all: act(None, None, None, None)
write(${JSON.stringify(JSON.stringify({ version: 1, folders: [one] }))})
say([file.stale for file in files])
for file in files:
    file.stale = False
    it.update_file_info(file)
write(${JSON.stringify(after)})
say([file.stale for file in files])
for nth in range(2500): it.update_file_info(File(root + "/many" + str(nth)))
say(len(it.shown))
`),
  ).toEqual([[true, true], [true, false], 2000]);
});
