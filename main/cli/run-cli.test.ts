/** How a run ends whose words reach nobody, or half of them do. */
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCli, type World } from './run-cli.ts';

const sink = (fails?: string) => {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      if (fails === undefined) text += chunk.toString();
      done(fails === undefined ? undefined : Object.assign(new Error(fails), { code: fails }));
    },
  });
  return { stream, text: () => text };
};

const run = async (args: readonly string[], outFails?: string, more: Partial<World> = {}) => {
  const [out, err] = [sink(outFails), sink()];
  const code = await runCli({
    args,
    env: { HOME: '', KOOSYNC_HOME: '/nowhere' },
    cwd: '/',
    version: '1.2.3',
    stdin: new PassThrough(),
    stdout: out.stream,
    stderr: err.stream,
    signal: new AbortController().signal,
    stoppedBy: () => undefined,
    ...more,
  });
  return { code, out: out.text(), err: err.text() };
};

describe('a result that cannot be written', () => {
  it.each(['ENOSPC', 'EDQUOT'])('is said to want room: %s', async (fails) => {
    expect(await run(['--version'], fails)).toEqual({
      code: 1,
      out: '',
      err: 'koosync: The output is not complete, because there is no room where it is written to. Free some room there, then try again.\n',
    });
  });

  it.each(['EIO', 'EFBIG', 'ENXIO'])('is said with the reason of the system: %s', async (fails) => {
    expect(await run(['--help'], fails)).toEqual({
      code: 1,
      out: '',
      err: `koosync: The output is not complete, because it could not be written (${fails}). Check where it goes, then try again.\n`,
    });
  });

  it('is no failure when its reader went away', async () => {
    expect(await run(['--help'], 'EPIPE')).toEqual({ code: 0, out: '', err: '' });
  });

  it('and was none is no loss', async () => {
    const { code, err } = await run(['frob'], 'ENOSPC');
    expect(code).toBe(2);
    expect(err).toBe('koosync: Unknown command "frob". Run "koosync --help" to see the usage.\n');
  });
});

describe('an empty word', () => {
  it.each([
    [['add', ''], 'The argument FOLDER is empty. Give it a value.'],
    [['deletions', 'undo', '1', ''], 'The argument ID is empty. Give it a value.'],
    [['file-manager', 'status', ''], 'The argument NAME is empty. Give it a value.'],
    [
      ['add', 'x', '--remote', ''],
      'The value of --remote <NAME> is empty. Give one, or leave the option out.',
    ],
    [['log', '--limit='], 'The value of --limit <N> is empty. Give one, or leave the option out.'],
  ])('%j is refused before anything is opened', async (args, says) => {
    expect(await run(args)).toEqual({ code: 2, out: '', err: `koosync: ${says}\n` });
  });
});

it('what is said cannot steer a terminal, whatever was typed', async () => {
  const { code, err } = await run(['add', '--\u001B[31m\u009b2J\n\nred']);
  expect(code).toBe(2);
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  expect(err).toMatch(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]+\n$/);
  expect(err.split('\n')).toHaveLength(2);
});
