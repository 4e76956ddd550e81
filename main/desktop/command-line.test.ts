import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTranslator } from '../../shared/strings/index.ts';
import { helpPage, mistakeSentence, readCommandLine } from './command-line.ts';

const read = (...args: string[]) => readCommandLine(args, resolve('/home/ann'));

test.each([
  [[], { kind: 'start', request: { kind: 'show' } }],
  [['--hidden'], { kind: 'start', request: { kind: 'hidden' } }],
  [['--help'], { kind: 'answer', about: 'help' }],
  [['-h', '--hidden'], { kind: 'answer', about: 'help' }],
  [['--no-sandbox', '--version'], { kind: 'answer', about: 'version' }],
  [['-V'], { kind: 'answer', about: 'version' }],
  [['--crash-reports'], { kind: 'answer', about: 'crash-reports' }],
  [['stray'], { kind: 'mistake', words: ['stray'] }],
  [['--hiden'], { kind: 'mistake', words: ['--hiden'] }],
  [['--help', 'stray'], { kind: 'mistake', words: ['stray'] }],
  [['--view-versions'], { kind: 'mistake', words: ['--view-versions'] }],
  [['--copy-path'], { kind: 'mistake', words: [] }],
  // a file of that name
  [
    ['--copy-path', '--help'],
    { kind: 'start', request: { kind: 'copy-path', paths: [resolve('/home/ann/--help')] } },
  ],
] as const)('%j', (args, line) => {
  expect(read(...args)).toEqual(line);
});

test('a link brings nothing with it, and a bad one is no mistake of a command line', () => {
  expect(read('koosync://versions?path=%2Fa', '--help')).toMatchObject({
    kind: 'start',
    request: { kind: 'view-versions' },
  });
  expect(read('koosync://delete')).toMatchObject({ kind: 'start', request: { kind: 'bad-link' } });
});

/** Electron's own page of switches, and what desktops add. */
test.each([
  '--auth-server-allowlist=x',
  '--disable-gpu',
  '--disk-cache-size=1',
  '--enable-logging',
  '--force-device-scale-factor=2',
  '--force_high_performance_gpu',
  '--gtk-version=4',
  '--host-rules=x',
  '--ignore-connections-limit=x',
  '--in-process-gpu',
  '--inspect=0',
  '--js-flags=--expose-gc',
  '--lang=de',
  '--log-file=x',
  '--no-sandbox',
  '-no-sandbox',
  '--ozone-platform-hint=auto',
  '--password-store=gnome-libsecret',
  '--proxy-server=x',
  '--remote-debugging-port=0',
  '--user-data-dir=x',
  '--v=1',
  '--vmodule=x',
  '--xdg-portal-required-version=4',
  '--display=:1',
  '--class=x',
  '-psn_0_12345',
  '-Embedding',
])('%s is not ours, and is left alone', (word) => {
  expect(read(word, '--hidden')).toEqual({ kind: 'start', request: { kind: 'hidden' } });
});

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const translate = createTranslator(language);

  test('the help names every switch, in lines that fit', () => {
    const lines = helpPage(translate).split('\n');
    for (const word of ['--hidden', '--view-versions', '--copy-path', '--pause', '--help', '--version'])
      expect(lines.some((line) => line.includes(word))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('a mistake is one line, whatever the words hold', () => {
    const sentence = mistakeSentence(['a\nb', '\u001b[31mred', '\u202egnp', 'x'.repeat(5_000)], translate);
    expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(sentence.length).toBeLessThan(400);
    expect(sentence).toContain('koosync-desktop --help');
    expect(mistakeSentence([], translate)).toContain('koosync-desktop --help');
  });
});
