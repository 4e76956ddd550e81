/**
 * The extension for Nautilus, Nemo and Caja, which are one program's children and differ in names alone. It runs within
 * the file manager: so it asks nobody anything, waits for nothing, and reads small files when they changed. It is tried
 * under python3 with modules that pretend (python-extension.test.ts), and in all three (npm run test:file-managers).
 */
import { about, labels, type Label } from '../words.ts';
import { icons, verbs } from '../verbs.ts';

export type ExtensionOf = 'nautilus' | 'nemo' | 'caja';

const modules: Readonly<Record<ExtensionOf, readonly [module: string, versions: readonly string[]]>> = {
  nautilus: ['Nautilus', ['4.1', '4.0', '3.0']],
  nemo: ['Nemo', ['3.0']],
  caja: ['Caja', ['2.0']],
};

export type ExtensionFiles = {
  /** absolute paths: starts the app; what it starts; which folders are synced; what is not synced yet */
  readonly launcher: string;
  readonly program: string;
  readonly folders: string;
  readonly marks: string;
};

export function pythonExtension(manager: ExtensionOf, files: ExtensionFiles): string {
  const [module, versions] = modules[manager];
  const entries = verbs.map((verb) => {
    const words = [verb, icons[verb], ...inTuple(labels[verb]), ...inTuple(about[verb])];
    return `    (${words.map(pythonText).join(', ')}),\n`;
  });
  return [
    '# Written by KooSync; see docs/file-managers.md. Changes are lost when the entries are installed again.\n',
    'import gi\n\n',
    `for version in (${versions.map((version) => `${pythonText(version)}, `).join('')}):\n`,
    '    try:\n',
    `        gi.require_version(${pythonText(module)}, version)\n`,
    '        break\n',
    '    except ValueError:\n',
    '        pass\n',
    `from gi.repository import ${module} as Manager\n\n`,
    `LAUNCHER = ${pythonText(files.launcher)}\n`,
    `PROGRAM = ${pythonText(files.program)}\n`,
    `FOLDERS = ${pythonText(files.folders)}\n`,
    `MARKS = ${pythonText(files.marks)}\n`,
    '# verb, icon, label and tooltip in English and in Chinese\n',
    `ENTRIES = (\n${entries.join('')})\n`,
    source,
  ].join('');
}

const inTuple = ({ en, zh }: Label): readonly string[] => [en, zh];

/** A literal in ASCII. JSON's would do, were it not for characters that it writes as two. */
export const pythonText = (text: string): string =>
  `"${[...text]
    .map((char) => {
      const code = char.codePointAt(0) ?? 0;
      if (char === '"' || char === '\\') return `\\${char}`;
      return code >= 0x20 && code < 0x7f ? char : `\\U${code.toString(16).padStart(8, '0')}`;
    })
    .join('')}"`;

const source = String.raw`
import json
import os
import subprocess
import time

from gi.repository import Gio, GLib, GObject

EMBLEMS = {
    "synced": "emblem-default",
    "syncing": "emblem-synchronizing",
    "problem": "emblem-important",
}
# so many files are told when their mark changes; the others show it when they are next drawn
REMEMBERED = 2000


def language():
    tag = ""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        tag = os.environ.get(name) or tag
        if tag:
            break
    # as gettext has it: the list counts, unless there is no language at all
    if tag not in ("", "C", "POSIX") and not tag.startswith("C."):
        tag = (os.environ.get("LANGUAGE") or tag).split(":")[0]
    return 1 if tag.lower().startswith("zh") else 0


class Kept:
    """A JSON file that KooSync keeps: read again when it changed, and empty when it cannot be understood."""

    def __init__(self, path, seconds=0.0):
        self.path = path
        self.seconds = seconds
        self.stamp = None
        self.value = {}
        self.looked = None

    def get(self):
        now = time.monotonic()
        if self.looked is not None and now - self.looked < self.seconds:
            return self.value
        self.looked = now
        try:
            found = os.stat(self.path)
            stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
        except OSError:
            stamp = None
        if stamp != self.stamp:
            self.stamp = stamp
            self.value = self.read()
        return self.value

    def read(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                value = json.load(file)
            return value if isinstance(value, dict) and value.get("version") == 1 else {}
        except (OSError, ValueError, RecursionError):
            return {}


folders = Kept(FOLDERS, seconds=1.0)
program = Kept(PROGRAM)


def list_of(value):
    return value if isinstance(value, list) else []


def roots():
    return [one for one in list_of(folders.get().get("folders")) if isinstance(one, str) and one.startswith("/")]


def root_of(path, all_roots):
    for root in all_roots:
        if path == root or path.startswith(root.rstrip("/") + "/"):
            return root
    return None


def synced_path(path, all_roots):
    """The path as KooSync knows it, or None: a folder may have been reached through a link."""
    if root_of(path, all_roots) is not None:
        return path
    folder, name = os.path.split(path)
    real = os.path.join(os.path.realpath(folder), name)
    return real if root_of(real, all_roots) is not None else None


def path_of(file):
    location = file.get_location()
    return location.get_path() if location is not None else None


def is_there():
    """An entry that an uninstalled KooSync left behind is not shown."""
    executable = program.get().get("executable")
    return isinstance(executable, str) and os.access(executable, os.X_OK) and os.access(LAUNCHER, os.X_OK)


def start(_item, verb, paths):
    environment = {name: value for name, value in os.environ.items() if name != "ELECTRON_RUN_AS_NODE"}
    try:
        child = subprocess.Popen(
            [LAUNCHER, verb, *paths],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    # waited for, so that nothing of it stays in the list of processes
    GLib.child_watch_add(GLib.PRIORITY_DEFAULT, child.pid, lambda *_: None)


class Marks:
    """Which emblem each path has: what waits or has a problem is listed, all else below a synced folder is synced."""

    def __init__(self):
        self.kept = Kept(MARKS, seconds=1.0)
        self.of = None
        self.listed = {}
        self.whole = {}

    def read(self):
        value = self.kept.get()
        if value is self.of:
            return
        self.of = value
        self.listed = {}
        self.whole = {}
        for one in list_of(value.get("folders")):
            if not isinstance(one, dict) or not isinstance(one.get("path"), str):
                continue
            root = one["path"]
            self.whole[root] = one.get("whole") is True
            for path in list_of(one.get("skipped")):
                self.listed[os.path.join(root, str(path))] = None
            for mark in ("syncing", "problem"):
                for path in list_of(one.get(mark)):
                    self.note(root, str(path), mark)

    def note(self, root, path, mark):
        """A folder has the mark of the worst that is in it."""
        while True:
            full = os.path.join(root, path) if path else root
            if self.listed.get(full) != "problem":
                self.listed[full] = mark
            if not path:
                return
            path = os.path.dirname(path)

    def mark(self, path):
        self.read()
        if not self.whole:
            return None
        if path in self.listed:
            return self.listed[path]
        root = root_of(path, self.whole)
        return "synced" if root is not None and self.whole[root] else None


class KooSync(GObject.GObject, Manager.MenuProvider, Manager.InfoProvider):
    def __init__(self):
        super().__init__()
        self.marks = Marks()
        self.shown = {}
        # it comes and goes with a switch
        self.monitor = Gio.File.new_for_path(MARKS).monitor_file(Gio.FileMonitorFlags.NONE, None)
        self.monitor.connect("changed", self.marks_changed)

    def items(self, files, place):
        all_roots = roots()
        if not all_roots or not is_there():
            return []
        paths = []
        for file in files:
            path = path_of(file)
            path = None if path is None else synced_path(path, all_roots)
            if path is None:
                return []
            paths.append(path)
        if not paths:
            return []
        which = language()
        made = []
        for verb, icon, *words in ENTRIES:
            item = Manager.MenuItem(
                name="KooSync::" + place + "-" + verb,
                label=words[which],
                tip=words[2 + which],
                icon=icon,
            )
            item.connect("activate", start, verb, paths)
            made.append(item)
        # "View versions" is one click away, the others are two
        more = Manager.MenuItem(name="KooSync::" + place + "-more", label="KooSync", tip="", icon="")
        menu = Manager.Menu()
        for item in made[1:]:
            menu.append_item(item)
        more.set_submenu(menu)
        return [made[0], more]

    # Nautilus 4 gives the files alone, the others a window before them
    def get_file_items(self, *given):
        return self.items(given[-1], "file")

    def get_background_items(self, *given):
        return self.items([given[-1]], "background")

    def update_file_info(self, *given):
        file = given[0]
        path = path_of(file)
        # remembered also while there are no marks: they come when KooSync is started, or when they are switched on
        if path is None or root_of(path, roots()) is None:
            return
        mark = self.marks.mark(path)
        if mark is not None:
            file.add_emblem(EMBLEMS[mark])
        self.shown.pop(path, None)
        self.shown[path] = (file, mark)
        while len(self.shown) > REMEMBERED:
            del self.shown[next(iter(self.shown))]

    def marks_changed(self, *_):
        self.marks.kept.looked = None
        for path, (file, mark) in list(self.shown.items()):
            if self.marks.mark(path) != mark:
                del self.shown[path]
                file.invalidate_extension_info()
`;
