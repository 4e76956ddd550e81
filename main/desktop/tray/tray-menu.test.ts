import { expect, test } from 'vitest';
import { createTranslator } from '../../../shared/strings/index.ts';
import type { EngineState, EngineStatus, PairStatus } from '../../../shared/views.ts';
import { trayMenu, trayTooltip, type TrayItem } from './tray-menu.ts';

const translate = createTranslator('en');

const pair = (folder: string, more: Partial<PairStatus> = {}): PairStatus => ({
  id: 1,
  folder,
  remote: 'docs',
  containerId: 'c',
  files: 3,
  pending: 0,
  scanning: false,
  scanned: true,
  paused: false,
  transfers: [],
  problemCount: 0,
  problems: [],
  skipped: [],
  skippedCount: 0,
  deleted: 0,
  heldDeletions: 0,
  ...more,
});

const status = (
  state: EngineState,
  pairs: PairStatus[],
  recent: EngineStatus['recent'] = [],
): EngineStatus => ({
  state,
  allPaused: state.kind === 'paused',
  pairs,
  recent,
});

/** The menu as text, one line per item, submenus indented. */
const lines = (items: readonly TrayItem[], indent = ''): string[] =>
  items.flatMap((item) => {
    if (item.kind === 'line') return [`${indent}---`];
    if (item.kind === 'label') return [`${indent}(${item.label})`];
    if (item.kind === 'action') return [`${indent}${item.label} => ${Object.values(item.action).join(' ')}`];
    return [`${indent}${item.label}:`, ...lines(item.items, `${indent}  `)];
  });

test('one pair, at rest', () => {
  const recent = [
    { path: 'sub/a & b.txt', kind: 'revision', at: 2, pairId: 1, folder: '/home/ann/Docs' },
    { path: 'sub/a & b.txt', kind: 'new-file', at: 1, pairId: 1, folder: '/home/ann/Docs' },
  ] as const;
  expect(lines(trayMenu(status({ kind: 'idle' }, [pair('/home/ann/Docs')], [...recent]), translate))).toEqual(
    [
      '(Everything is up to date)',
      '---',
      'Open folder Docs => open-folder /home/ann/Docs',
      'Recent files:',
      '  a && b.txt => view-versions /home/ann/Docs/sub/a & b.txt',
      'View versions… => choose-file',
      '---',
      'Pause => pause',
      '---',
      'Open KooSync => open-window',
      'Quit KooSync => quit',
    ],
  );
});

test('several pairs, paused, nothing recent', () => {
  expect(lines(trayMenu(status({ kind: 'paused' }, [pair('/a/One'), pair('/a/Two')]), translate))).toEqual([
    '(Paused)',
    '---',
    'Open folder:',
    '  One => open-folder /a/One',
    '  Two => open-folder /a/Two',
    'Recent files:',
    '  (Nothing yet)',
    'View versions… => choose-file',
    '---',
    'Resume => resume',
    '---',
    'Open KooSync => open-window',
    'Quit KooSync => quit',
  ]);
});

test('without pairs, not signed in: what to do first stands first', () => {
  expect(lines(trayMenu(status({ kind: 'sign-in' }, []), translate)).slice(0, 3)).toEqual([
    'Sign in… => open-window',
    '---',
    'Pause => pause',
  ]);
});

test('what is paused can be resumed while something else is more pressing', () => {
  const offline = { ...status({ kind: 'offline' }, [pair('/a/One')]), allPaused: true };
  expect(lines(trayMenu(offline, translate))).toContain('Resume => resume');
});

test('problems are named, a few of them, and lead to the window', () => {
  const problems = ['a', 'b', 'c', 'd'].map((path) => ({
    path: `${path}${'x'.repeat(100)}`,
    code: 'NAME_TOO_LONG' as const,
    reason: 'too long',
    since: 0,
  }));
  const shown = lines(trayMenu(status({ kind: 'problem', count: 4 }, [pair('/a', { problems })]), translate));
  expect(shown[0]).toBe('(4 items need attention)');
  expect(shown.slice(1, 5).map((line) => line.slice(0, 3))).toEqual(['! a', '! b', '! c', '---']);
  expect(shown[1]?.length).toBeLessThan(80);
});

test.each([
  [{ kind: 'idle' }, 'KooSync: Everything is up to date'],
  [{ kind: 'syncing', count: 0 }, 'KooSync: Looking for changes'],
  [{ kind: 'syncing', count: 1 }, 'KooSync: Syncing 1 item'],
  [{ kind: 'syncing', count: 12 }, 'KooSync: Syncing 12 items'],
  [{ kind: 'paused' }, 'KooSync: Paused'],
  [{ kind: 'offline' }, 'KooSync: KooDrive cannot be reached'],
  [{ kind: 'restarting' }, 'KooSync: Syncing is being started again'],
  [{ kind: 'problem', count: 2 }, 'KooSync: 2 items need attention'],
  [{ kind: 'sign-in' }, 'KooSync: Sign-in needed'],
] as const)('%j says %s', (state, words) => {
  expect(trayTooltip(status(state, [pair('/home/ann/Docs')]), translate)).toBe(words);
});

test('without a folder nothing is called up to date', () => {
  expect(trayTooltip(status({ kind: 'idle' }, []), translate)).toBe('KooSync: No folder is synced yet');
});

test('a problem of a whole folder has its name', () => {
  const problems = [{ path: '', code: 'FOLDER_MISSING' as const, reason: 'missing', since: 0 }];
  const shown = lines(
    trayMenu(status({ kind: 'problem', count: 1 }, [pair('/a/Docs', { problems })]), translate),
  );
  expect(shown[1]).toBe('! Docs => open-window');
});

test('a new version that is ready can be restarted for, and is not offered otherwise', () => {
  const menu = (update?: string) =>
    lines(trayMenu(status({ kind: 'idle' }, [pair('/home/ann/Docs')]), translate, { update })).filter(
      (line) => line.includes('restart-to-update'),
    );
  expect(menu()).toEqual([]);
  expect(menu('1.5.0')).toEqual(['Restart to update to 1.5.0 => restart-to-update']);
});

test('crash reports are offered when there are some', () => {
  const shown = (hasCrashReports: boolean) =>
    lines(trayMenu(status({ kind: 'idle' }, []), translate, { hasCrashReports }));
  expect(shown(false).join()).not.toContain('crash');
  expect(shown(true).slice(-3)).toEqual([
    'Show crash reports => crash-reports',
    'Open KooSync => open-window',
    'Quit KooSync => quit',
  ]);
});

test('a name that turns letters around is shown as what it is, and leads to its file all the same', () => {
  const recent = [
    { path: 'photo\u202Egpj.exe', kind: 'revision', at: 2, pairId: 1, folder: '/a/One' },
  ] as const;
  const menu = lines(trayMenu(status({ kind: 'idle' }, [pair('/a/One')], [...recent]), translate));
  expect(menu).toContain('  photo\\u202egpj.exe => view-versions /a/One/photo\u202Egpj.exe');
});
