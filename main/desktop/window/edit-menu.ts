/**
 * What a right-click offers in a text field, and on chosen text anywhere in the window, as plain values: window.ts makes
 * Electron's menu of it. Items of our own (a version, a file) have menus of the page.
 */
import type { StringKey, Translate } from '../../../shared/strings/index.ts';

export type EditRole = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll';

export type EditItem =
  | { readonly type: 'separator' }
  | { readonly role: EditRole; readonly label: string; readonly enabled: boolean };

/** What Electron tells of the place that was clicked (ContextMenuParams). */
export type ClickedText = {
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly editFlags: {
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    readonly canCut: boolean;
    readonly canCopy: boolean;
    readonly canPaste: boolean;
    readonly canSelectAll: boolean;
  };
};

const words = {
  undo: 'edit.undo',
  redo: 'edit.redo',
  cut: 'edit.cut',
  copy: 'edit.copy',
  paste: 'edit.paste',
  selectAll: 'edit.selectAll',
} as const satisfies Record<EditRole, StringKey>;

/** Empty where there is nothing to do. */
export function editMenu(clicked: ClickedText, translate: Translate): readonly EditItem[] {
  const { isEditable, selectionText, editFlags: can } = clicked;
  const item = (role: EditRole, enabled: boolean): EditItem => ({
    role,
    label: translate(words[role]),
    enabled,
  });
  if (!isEditable) return selectionText.trim() === '' ? [] : [item('copy', can.canCopy)];
  return [
    item('undo', can.canUndo),
    item('redo', can.canRedo),
    { type: 'separator' },
    item('cut', can.canCut),
    item('copy', can.canCopy),
    item('paste', can.canPaste),
    { type: 'separator' },
    item('selectAll', can.canSelectAll),
  ];
}
