/** What a menu, the toolbar and the keys offer for a version: one list for all three. Pure. */
import type { StringKey } from '../../../shared/strings/index.ts';
import type { ListedVersion } from '../../../shared/views.ts';
import type { IconName } from '../ui/icon.tsx';

export type CommandId =
  | 'restore'
  | 'restoreCopy'
  | 'open'
  | 'saveAs'
  | 'keep'
  | 'release'
  | 'label'
  | 'compareWith'
  | 'copyLink'
  | 'reveal'
  | 'deleteVersion';

const words = {
  restore: 'history.restore',
  restoreCopy: 'history.restoreCopy',
  open: 'history.open',
  saveAs: 'history.saveAs',
  keep: 'history.keep',
  release: 'history.release',
  label: 'history.label',
  compareWith: 'history.compareWith',
  copyLink: 'history.copyLink',
  reveal: 'common.reveal',
  deleteVersion: 'history.deleteVersion',
} as const satisfies Record<CommandId, StringKey>;

const icons = {
  restore: 'restore',
  restoreCopy: 'copy',
  open: 'open',
  saveAs: 'save',
  keep: 'pin',
  release: 'pin',
  label: 'label',
  compareWith: 'compare',
  copyLink: 'link',
  reveal: 'reveal',
  deleteVersion: 'trash',
} as const satisfies Record<CommandId, IconName>;

/** Those that begin a group have a line above them. */
const beginners: ReadonlySet<CommandId> = new Set(['keep', 'release', 'copyLink', 'deleteVersion']);

export type Command = {
  readonly id: CommandId;
  readonly words: (typeof words)[CommandId];
  readonly icon: IconName;
  readonly begins: boolean;
};

const command = (id: CommandId): Command => ({
  id,
  words: words[id],
  icon: icons[id],
  begins: beginners.has(id),
});

export type Around = {
  /** the version in the pane */
  readonly chosen: string | undefined;
  /** nothing can be restored onto a file that is deleted: it is brought back first */
  readonly isDeleted: boolean;
};

export function commandsFor(version: ListedVersion, { chosen, isDeleted }: Around): Command[] {
  const isLatest = version.latest === true;
  const offered: readonly (CommandId | false)[] = [
    !isLatest && !isDeleted && 'restore',
    !isDeleted && 'restoreCopy',
    'open',
    'saveAs',
    version.keepForever === true ? 'release' : 'keep',
    'label',
    chosen !== undefined && chosen !== version.revisionId && 'compareWith',
    'copyLink',
    !isDeleted && 'reveal',
    !isLatest && 'deleteVersion',
  ];
  return offered.flatMap((id) => (id === false ? [] : [command(id)]));
}

type Pressed = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

/** Keys by command; `Mod` is Ctrl, and Command on a Mac. */
export const shortcuts: Readonly<Partial<Record<CommandId, string>>> = {
  restore: 'Mod+Enter',
  open: 'Mod+O',
  saveAs: 'Mod+S',
  keep: 'Mod+K',
  release: 'Mod+K',
  label: 'F2',
  copyLink: 'Mod+Shift+C',
  deleteVersion: 'Delete',
};

/** How a shortcut is written on this system. */
export const shortcutText = (shortcut: string, isMac: boolean): string =>
  isMac
    ? shortcut.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Enter', '↩').replace('Delete', '⌫')
    : shortcut.replace('Mod', 'Ctrl');

/** The key as a shortcut is written. */
function writtenOf(pressed: Pressed, isMac: boolean): string | undefined {
  const mod = isMac ? pressed.metaKey : pressed.ctrlKey;
  const other = isMac ? pressed.ctrlKey : pressed.metaKey;
  if (pressed.altKey || other) return undefined;
  const key = isMac && pressed.key === 'Backspace' ? 'Delete' : pressed.key;
  const name = key.length === 1 ? key.toUpperCase() : key;
  return [...(mod ? ['Mod'] : []), ...(pressed.shiftKey ? ['Shift'] : []), name].join('+');
}

/** The one of these commands that a key means. */
export function commandOf(
  pressed: Pressed,
  offered: readonly Command[],
  isMac: boolean,
): CommandId | undefined {
  const written = writtenOf(pressed, isMac);
  return offered.find(({ id }) => written !== undefined && shortcuts[id] === written)?.id;
}

/** Does it ask for the menu? */
export const asksForMenu = (pressed: Pick<Pressed, 'key' | 'shiftKey'>): boolean =>
  pressed.key === 'ContextMenu' || (pressed.shiftKey && pressed.key === 'F10');
