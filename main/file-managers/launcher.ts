/**
 * Two small shell scripts in the state folder that the entries of all file managers go through. `open` starts the app:
 * it alone knows where that is, so that an AppImage that moved is one file to write. `inside` says whether paths are
 * in synced folders, for file managers that ask a program.
 */
import { shellWord } from './formats/shell.ts';

/** What starts the app. */
export type Program = {
  /** absolute path of the executable */
  readonly executable: string;
  /** before ours: the app itself, where the executable is an Electron that is given one */
  readonly args: readonly string[];
};

const head = '#!/bin/sh\n# Written by KooSync; see docs/file-managers.md.\n';

/** `state`: the state folder, where the app would not find it by itself. */
export const launcherScript = ({ executable, args }: Program, state: string | undefined): string =>
  [
    head,
    `program=${shellWord(executable)}\n`,
    // an app that is elsewhere now, and on PATH, is found; without any this ends in silence
    '[ -x "$program" ] || program=$(command -v koosync-desktop) || exit 0\n',
    // a file manager that was started by an Electron as Node must not make a Node of ours
    'unset ELECTRON_RUN_AS_NODE\n',
    ...(state === undefined ? [] : [`KOOSYNC_HOME=${shellWord(state)}\nexport KOOSYNC_HOME\n`]),
    'verb=$1\nshift\n',
    `exec "$program" ${[...args.map(shellWord), '"--$verb"', '"$@"'].join(' ')}\n`,
  ].join('');

/** Ends with 0 and says "true" when each of the paths it is given is a synced folder or in one. */
export const insideScript = (folders: readonly string[]): string => {
  const patterns = folders.map((folder) => {
    const word = shellWord(folder.replace(/\/+$/u, ''));
    return `${word} | ${word}/*`;
  });
  return [
    head,
    '[ $# -gt 0 ] || exit 1\n',
    'for path do\n  case $path in\n',
    ...(patterns.length === 0 ? [] : [`    ${patterns.join(' | \\\n    ')}) ;;\n`]),
    '    *) exit 1 ;;\n  esac\ndone\n',
    'printf true\n',
  ].join('');
};
