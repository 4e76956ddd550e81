/** Man page and completions name everything that the program has; the one for bash is asked through a real bash. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion, fishCompletion, powershellCompletion, zshCompletion } from './completions.ts';
import { manPage } from './man.ts';
import { commandTree, everyCommand } from './tree.ts';

const { program, exitCodes } = commandTree();
const commands = everyCommand(program);
const completions = {
  bash: bashCompletion(program),
  zsh: zshCompletion(program),
  fish: fishCompletion(program),
  powershell: powershellCompletion(program),
};

it('reads the program: commands, their commands, aliases, options with and without a value', () => {
  const of = (...words: string[]) => commands.find((one) => one.words.join(' ') === words.join(' '))?.command;
  expect(commands.length).toBeGreaterThan(25);
  expect(of('versions')?.names).toEqual(['versions', 'history']);
  expect(of('deletions', 'undo')).toBeDefined();
  expect(of('restore')?.options).toContainEqual(
    expect.objectContaining({ flags: ['--to'], value: 'PATH', offers: 'file' }),
  );
  expect(of('add')?.arguments).toEqual([
    { name: 'FOLDER', required: true, variadic: false, offers: 'folder' },
  ]);
  for (const { command } of commands) expect(command.about).not.toBe('');
});

describe.each(Object.entries(completions))('the completion for %s', (_shell, text) => {
  it('names every command, every alias and every option', () => {
    for (const { command } of commands) {
      for (const name of command.names) expect(text).toContain(name);
      for (const { flags } of command.options)
        for (const flag of flags) expect(text).toContain(text.includes(flag) ? flag : `-l ${flag.slice(2)}`);
    }
  });
});

describe('the man page', () => {
  const page = manPage({ program, exitCodes, version: '1.2.3', day: '2026-01-02' });

  it('names every command and option, hyphens as they are typed', () => {
    const typed = page.replaceAll(String.raw`\-`, '-');
    for (const { words, command } of commands) {
      expect(typed).toContain(`.SS "${words.join(' ')}"`);
      for (const { flags } of command.options) for (const flag of flags) expect(typed).toContain(flag);
    }
    expect(typed).toContain('"KooSync 1.2.3"');
    expect(typed).toContain(exitCodes);
  });

  it('begins no line of text with a command of groff', () => {
    const requests = new Set(page.match(/^[.'].*/gmu)?.map((line) => line.split(' ')[0]));
    expect([...requests].sort()).toEqual(['.B', '.I', '.PP', '.SH', '.SS', '.TH', '.TP']);
  });
});

describe.skipIf(process.platform === 'win32')('bash', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'koosync-bash-'));
    writeFileSync(join(folder, 'completion'), completions.bash);
    mkdirSync(join(folder, 'work', 'a folder'), { recursive: true });
    writeFileSync(join(folder, 'work', 'a file.txt'), '');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What Tab offers at the end of these words. */
  const offered = (...words: string[]): string[] =>
    execFileSync(
      'bash',
      [
        '--norc',
        '-c',
        `. ../completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _koosync; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        ...words,
      ],
      { cwd: join(folder, 'work'), encoding: 'utf8' },
    )
      .split('\n')
      .filter((line) => line !== '');

  it('offers commands, and the commands of a command', () => {
    expect(offered('koosync', 'vers')).toEqual(['versions']);
    expect(offered('koosync', 'deletions', 'un')).toEqual(['undo']);
    expect(offered('koosync', 'hist')).toEqual(['history']);
  });

  it('offers the options of the command that it is at', () => {
    expect(offered('koosync', 'restore', '--')).toEqual(
      expect.arrayContaining(['--to', '--force', '--json', '--number', '--at', '--revision']),
    );
    expect(offered('koosync', 'deletions', 'undo', '--al')).toEqual(['--all']);
    expect(offered('koosync', '--ver')).toEqual(['--version']);
  });

  it('offers folders where a folder is meant, files where one is, with blanks in their names', () => {
    expect(offered('koosync', 'add', 'a')).toEqual(['a folder']);
    expect(offered('koosync', 'versions', 'a').sort()).toEqual(['a file.txt', 'a folder']);
    expect(offered('koosync', 'restore', '--to', 'a').sort()).toEqual(['a file.txt', 'a folder']);
  });

  it('offers nothing for a value that it cannot know', () => {
    expect(offered('koosync', 'add', '--space', '')).toEqual([]);
    expect(offered('koosync', 'label', '--', '')).not.toContain('versions');
  });
});
