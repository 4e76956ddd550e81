import { expect, it } from 'vitest';
import type { Translate } from '../../../shared/strings/index.ts';
import { editMenu, type ClickedText } from './edit-menu.ts';

const keys = ((key: string) => key) as Translate;
const all = {
  canUndo: true,
  canRedo: false,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canSelectAll: true,
};

const said = (clicked: ClickedText): string[] =>
  editMenu(clicked, keys).map((item) =>
    'role' in item ? `${item.label}${item.enabled ? '' : ' (not now)'}` : '-',
  );

it.each<[string, ClickedText, string[]]>([
  [
    'a text field',
    { isEditable: true, selectionText: 'abc', editFlags: all },
    ['edit.undo', 'edit.redo (not now)', '-', 'edit.cut', 'edit.copy', 'edit.paste', '-', 'edit.selectAll'],
  ],
  [
    'a secret, which is not given out',
    {
      isEditable: true,
      selectionText: '',
      editFlags: { ...all, canUndo: false, canCut: false, canCopy: false },
    },
    [
      'edit.undo (not now)',
      'edit.redo (not now)',
      '-',
      'edit.cut (not now)',
      'edit.copy (not now)',
      'edit.paste',
      '-',
      'edit.selectAll',
    ],
  ],
  ['chosen text of a page', { isEditable: false, selectionText: 'abc', editFlags: all }, ['edit.copy']],
  ['nothing that is chosen', { isEditable: false, selectionText: ' ', editFlags: all }, []],
])('%s', (_what, clicked, items) => {
  expect(said(clicked)).toEqual(items);
});
