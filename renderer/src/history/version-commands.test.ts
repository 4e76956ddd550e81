import { expect, it } from 'vitest';
import { asksForMenu, commandOf, commandsFor, shortcuts, shortcutText } from './version-commands.ts';

const around = { chosen: 'b', isDeleted: false };
const idsOf = (version: Parameters<typeof commandsFor>[0], more: Partial<typeof around> = {}): string[] =>
  commandsFor(version, { ...around, ...more }).map(({ id }) => id);
const pressed = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

it('never offers to restore or delete the latest version', () => {
  const ids = idsOf({ revisionId: 'a', latest: true });
  expect(ids).not.toContain('restore');
  expect(ids).not.toContain('deleteVersion');
  expect(idsOf({ revisionId: 'a' })).toEqual(expect.arrayContaining(['restore', 'deleteVersion']));
});

it('offers to keep or to release, and to compare with another version alone', () => {
  expect(idsOf({ revisionId: 'a', keepForever: true })).toContain('release');
  expect(idsOf({ revisionId: 'a' })).toEqual(expect.arrayContaining(['keep', 'compareWith']));
  expect(idsOf({ revisionId: 'b' })).not.toContain('compareWith');
});

it('writes nothing to where a deleted file was', () => {
  const ids = idsOf({ revisionId: 'a' }, { isDeleted: true });
  for (const id of ['restore', 'restoreCopy', 'reveal']) expect(ids).not.toContain(id);
  expect(ids).toEqual(expect.arrayContaining(['open', 'saveAs']));
});

it('knows a command by its key, if it is offered', () => {
  const offered = commandsFor({ revisionId: 'a' }, around);
  const of = (key: string, more: Partial<typeof pressed> = {}, isMac = false) =>
    commandOf({ ...pressed, ...more, key }, offered, isMac);
  expect(of('Enter', { ctrlKey: true })).toBe('restore');
  expect(of('Enter', { metaKey: true }, true)).toBe('restore');
  expect(of('Enter')).toBeUndefined();
  expect(of('k', { ctrlKey: true })).toBe('keep');
  expect(of('C', { ctrlKey: true, shiftKey: true })).toBe('copyLink');
  expect(of('c', { ctrlKey: true })).toBeUndefined();
  expect(of('F2')).toBe('label');
  expect(of('Delete')).toBe('deleteVersion');
  expect(of('Backspace', {}, true)).toBe('deleteVersion');
  expect(of('Delete', { altKey: true })).toBeUndefined();
  expect(
    commandOf({ ...pressed, key: 'Delete' }, commandsFor({ revisionId: 'a', latest: true }, around), false),
  ).toBe(undefined);
});

it('writes a key as the system does', () => {
  expect(shortcutText(shortcuts.copyLink ?? '', false)).toBe('Ctrl+Shift+C');
  expect(shortcutText(shortcuts.copyLink ?? '', true)).toBe('⌘⇧C');
});

it('opens the menu by its key and by Shift+F10', () => {
  expect(asksForMenu({ key: 'ContextMenu', shiftKey: false })).toBe(true);
  expect(asksForMenu({ key: 'F10', shiftKey: true })).toBe(true);
  expect(asksForMenu({ key: 'F10', shiftKey: false })).toBe(false);
});
