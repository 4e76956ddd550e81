/** What `koosync` says when it cannot even begin, for want of a Node, and when it ends in a way that nobody foresaw. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtFolder } from '../harness/built-cli.ts';
import { startCli } from '../harness/cli-process.ts';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld();
});
afterEach(async () => {
  await world.close();
});

/** Has Node do this before anything else. */
const first = (code: string) => `--import=data:text/javascript,${encodeURIComponent(code)}`;

describe('a Node that is too old', () => {
  /** where no folder above has a Node of ours */
  let product: string;
  let ours: string;
  beforeEach(() => {
    product = join(world.folder, 'product');
    cpSync(builtFolder, join(product, 'out', 'cli'), { recursive: true });
    const system = process.platform === 'win32' ? 'win' : process.platform;
    const bin = join(product, 'node_modules', `node-${system}-${process.arch}`, 'bin');
    mkdirSync(bin, { recursive: true });
    ours = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
    world.env['NODE_OPTIONS'] = first(
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })",
    );
  });
  const version = () =>
    startCli({ args: ['--version'], env: world.env, cli: join(product, 'out', 'cli', 'koosync.js') }).ended;
  const began = { code: 0, out: 'unknown\n', err: '' };

  it('is told from the one that is needed, where there is no other', async () => {
    const ended = await version();
    refused(ended, 1, /./);
    expect(ended.err).toBe(
      'koosync: KooSync needs Node 22.22.2, 24.15, 26 or newer, and this is Node 20.1.0. Install a newer Node, or run "npm run setup" in the folder of KooSync, which brings one.\n',
    );
    delete world.env['NODE_OPTIONS'];
    expect(await version()).toMatchObject(began);
  });

  it('starts the one that came with the checkout, and says so where that cannot be started', async () => {
    writeFileSync(ours, 'no program');
    const ended = await version();
    refused(ended, 1, /./);
    expect(ended.err).toBe(
      `koosync: Node could not be started from ${ours} (spawn ${ours} EACCES). Run "npm run setup" in the folder of KooSync.\n`,
    );
    rmSync(ours);
    symlinkSync(process.execPath, ours);
    expect(await version()).toMatchObject(began);
  });
});

it.each([
  ['thrown', "throw new RangeError('no such luck')"],
  ['an answer that nobody waits for', "void Promise.reject(new RangeError('no such luck'))"],
])('what nobody foresaw is one line without a stack: %s', async (_how, happen) => {
  const docs = join(world.folder, 'docs');
  mkdirSync(docs);
  await world.setUp.add(docs);
  world.env['NODE_OPTIONS'] = first(`process.on('SIGUSR2', () => { ${happen}; })`);
  const crashed = world.start(['run']);
  await crashed.says('Watching');
  crashed.child.kill('SIGUSR2');
  const { code, err } = await crashed.ended;
  expect(code).toBe(1);
  expect(err.trimEnd().split('\n').slice(1)).toEqual([
    'koosync: An unexpected error happened (RangeError: no such luck). Please report it.',
  ]);
  const stopped = world.start(['run']);
  await stopped.says('Watching');
  stopped.child.kill('SIGTERM');
  expect(await stopped.ended).toMatchObject({
    code: 0,
    err: expect.not.stringContaining('unexpected') as unknown,
  });
});
