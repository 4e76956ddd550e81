/**
 * Every word that a user reads comes from shared/strings, and every string there is read by somebody. The types hold that
 * no key and no blank is wrong, shared/strings/strings.test.ts that no language lacks anything; here the sources are read:
 * no string is unused, no key is built where no search finds it, no text is built by hand. Each rule is shown to fail.
 */
import { describe, expect, it } from 'vitest';
import { handBuilt } from './strings/hand-built.ts';
import { builtKeys, catalogueKeys, unfilledErrors, unusedKeys } from './strings/keys.ts';
import { openProduct } from './strings/product.ts';

const product = openProduct();

describe('the product', () => {
  it('is read whole', () => {
    expect(product.files.size).toBeGreaterThan(250);
    expect(catalogueKeys.length).toBeGreaterThan(400);
  });

  it('uses every string', () => {
    expect(unusedKeys(product)).toEqual([]);
  });

  it('fills the blanks of every exact sentence of an error', () => {
    expect(unfilledErrors(product)).toEqual([]);
  });

  it('builds no key', () => {
    expect(builtKeys(product)).toEqual([]);
  });

  it('builds no text by hand', () => {
    const { found, needless } = handBuilt(product);
    expect(found).toEqual([]);
    expect(needless).toEqual([]);
  });
});

const inRenderer = `
import type { ReactNode } from 'react';
import type { Deletion, Problem } from '../../shared/views.ts';
import { deletionStateWords, type Translate } from '../../shared/strings/index.ts';
declare const t: Translate;
declare const deletion: Deletion;
declare const problem: Problem;
declare const stateOf: (one: Deletion) => Deletion['state'];
declare const Field: (props: { label: string; options?: readonly { value: string; text: string }[] }) => ReactNode;
`;
const inCli = `
import type { Deletion, EngineStatus } from '../../shared/views.ts';
import type { Translate } from '../../shared/strings/index.ts';
import type { Log } from '../lib/logger.ts';
import { KooError } from '../model/errors.ts';
declare const cli: { say: Translate; out: { line(text: string): void; note(text: string): void } };
declare const all: readonly Deletion[];
declare const status: EngineStatus;
declare const log: Log;
declare const table: (rows: readonly (readonly string[])[]) => string;
`;
const shown = (jsx: string): string => `${inRenderer}export const shown = (): ReactNode => <>${jsx}</>;\n`;
const done = (code: string): string => `${inCli}export const done = (): void => {\n${code}\n};\n`;

/** What somebody might add, and the rule that finds it. */
const bad: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['text in JSX', 'renderer/src/a1.tsx', shown('<p>saved</p>')],
  ['text in JSX', 'renderer/src/a2.tsx', shown("<p>{'saved'}</p>")],
  ['text in JSX', 'renderer/src/a3.tsx', shown('<p>{`saved ${deletion.path}`}</p>')],
  ['text in JSX', 'renderer/src/a4.tsx', shown("<p>{deletion.files > 1 ? 'files' : null}</p>")],
  ['text in JSX', 'renderer/src/a5.tsx', shown('<button aria-label="close" />')],
  ['text in JSX', 'renderer/src/a6.tsx', shown('<input placeholder={`find ${deletion.path}`} />')],
  ['text in JSX', 'renderer/src/a7.tsx', shown('<Field label="server" />')],
  [
    'text in code',
    'renderer/src/b1.tsx',
    shown("<Field label={t('files.title')} options={[{ value: 'en', text: 'Anything else' }]} />"),
  ],
  ['text in code', 'renderer/src/b2.tsx', `${inRenderer}export const title = 'Deleted files';\n`],
  ['text in code', 'renderer/src/b3.tsx', `${inRenderer}export const title = '已删除';\n`],
  ['text in code', 'main/cli/b4.ts', done("cli.out.line('Nothing to do.');")],
  ['text in code', 'main/cli/b5.ts', done('cli.out.note(`Synced ${String(all.length)} files`);')],
  ['text in code', 'main/cli/b6.ts', done("process.stderr.write('koosync: it failed\\n');")],
  ['text in code', 'main/desktop/b7.ts', "export const buttons = ['Cancel'];\n"],
  [
    'text in code',
    'main/desktop/b8.ts',
    "import { Notification } from 'electron';\nnew Notification({ title: 'KooSync', body: 'It is full' }).show();\n",
  ],
  ['text in code', 'main/vault/b9.ts', "export const name = 'the system keyring';\n"],
  [
    'a sentence of pieces',
    'renderer/src/c1.tsx',
    shown("<p>{`${t('files.title')} (${t('files.folder')})`}</p>"),
  ],
  ['a sentence of pieces', 'renderer/src/c2.tsx', shown("<p>{t('files.title') + '!'}</p>")],
  ['a sentence of pieces', 'main/cli/c3.ts', done("cli.out.line(`${cli.say('cli.stopped')} :-(`);")],
  ['a raw value', 'renderer/src/d1.tsx', shown('<p>{deletion.state}</p>')],
  ['a raw value', 'renderer/src/d2.tsx', shown('<p>{`${deletion.path}: ${problem.code}`}</p>')],
  ['a raw value', 'renderer/src/d3.tsx', shown('<p title={stateOf(deletion)} />')],
  ['a raw value', 'renderer/src/d4.tsx', shown("<p>{t('history.of', { name: deletion.state })}</p>")],
  ['a raw value', 'main/cli/d5.ts', done('for (const one of all) cli.out.line(one.state);')],
  [
    'a raw value',
    'main/cli/d6.ts',
    done('for (const { code } of status.pairs.flatMap((pair) => pair.problems)) cli.out.line(`[${code}]`);'),
  ],
  ['a raw value', 'main/cli/d7.ts', done('cli.out.line(table(all.map((one) => [one.path, one.kind])));')],
  [
    'a raw value',
    'main/cli/d8.ts',
    done("const { kind } = status.state; cli.out.line(cli.say('cli.noVersions', { path: kind }));"),
  ],
];

/** What looks alike and is right. */
const good: readonly (readonly [path: string, text: string])[] = [
  [
    'renderer/src/e1.tsx',
    shown('<p className="Big Title" data-state={deletion.state}>{t(\'files.title\')}</p>'),
  ],
  ['renderer/src/e2.tsx', shown('<p>{t(deletionStateWords[deletion.state])} · {deletion.path}</p>')],
  [
    'renderer/src/e3.tsx',
    shown("<Field label={t(deletion.kind === 'file' ? 'files.title' : 'files.folder')} />"),
  ],
  ['renderer/src/e4.tsx', shown("{deletion.state === 'held' ? <b>{String(deletion.files)}</b> : null}")],
  [
    'main/cli/e5.ts',
    done("log.warn({ all }, 'it went wrong'); throw new KooError('OFFLINE', 'no network at all');"),
  ],
  ['main/cli/e6.ts', done("cli.out.line(`  ${cli.say('cli.stopped')}`); cli.out.line(all[0]?.path ?? '');")],
  [
    'main/cli/e7.ts',
    done("cli.out.line(cli.say(status.state.kind === 'paused' ? 'headline.paused' : 'cli.stopped'));"),
  ],
];

describe('the check', () => {
  const added = Object.fromEntries([...bad.map(([, path, text]) => [path, text]), ...good]) as Record<
    string,
    string
  >;
  const more = openProduct(added, product);

  it('tries what compiles', () => {
    const faults = Object.keys(added).flatMap((path) =>
      more.program
        .getSemanticDiagnostics(more.files.get(path))
        .map(
          ({ messageText }) =>
            `${path}: ${typeof messageText === 'string' ? messageText : messageText.messageText}`,
        ),
    );
    expect(faults).toEqual([]);
  });

  it.each(bad)('finds %s in %s', (rule, path) => {
    expect(handBuilt(more, [path]).found.map((line) => line.split(': ')[0])).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^${path}:\\d+ ${rule}$`))]),
    );
  });

  it.each(good)('finds nothing in %s', (path) => {
    expect(handBuilt(more, [path]).found).toEqual([]);
  });

  it('finds a string that no code names, though a type does', () => {
    const typed = openProduct({ 'main/cli/f1.ts': "export type Key = 'cli.invented';\n" }, product);
    expect(unusedKeys(typed, [...catalogueKeys, 'cli.invented'])).toEqual(['cli.invented']);
    const used = openProduct({ 'main/cli/f2.ts': "export const key = 'cli.invented';\n" }, product);
    expect(unusedKeys(used, [...catalogueKeys, 'cli.invented'])).toEqual([]);
  });

  it('finds an exact sentence whose blanks no error fills', () => {
    expect(unfilledErrors(product, { QUOTA_FULL: 'The space {{space}} of {{owner}} is full.' })).toEqual([
      'QUOTA_FULL',
    ]);
  });

  it.each([
    'export const key = (state: string) => `deletions.state.${state}`;',
    "export const key = (state: string) => 'deletions.state.' + state;",
    "import type { StringKey } from '../../shared/strings/index.ts';\nexport const key = (text: string) => text as StringKey;",
  ])('finds a key that is built: %s', (text) => {
    expect(builtKeys(openProduct({ 'main/cli/g.ts': `${text}\n` }, product))).toHaveLength(1);
  });
});
