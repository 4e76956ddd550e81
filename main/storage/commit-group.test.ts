import { expect, it } from 'vitest';
import { CommitGroup } from './commit-group.ts';

/** A group whose statements and flushes are written down in order; what is in `fails` throws. */
function open(fails: (sql: string) => boolean = () => false) {
  const said: string[] = [];
  const turns: (() => void)[] = [];
  const flushes: (() => void)[] = [];
  const group = new CommitGroup({
    exec(sql) {
      said.push(sql);
      if (fails(sql)) throw new Error(`no ${sql}`);
    },
    atEndOfTurn: (run) => void turns.push(run),
    flush() {
      said.push('flush');
      return new Promise<void>((resolve) => flushes.push(resolve));
    },
  });
  const write = (name: string) => () => said.push(name);
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    group,
    said,
    write,
    async endTurn() {
      turns.shift()?.();
      await settled();
    },
    async endFlush() {
      flushes.shift()?.();
      await settled();
    },
    settled,
  };
}
const member = (...inside: string[]) => ['SAVEPOINT member', ...inside, 'RELEASE member'];

it('shares one commit in a turn, and tells nobody before', async () => {
  const { group, said, write, endTurn, settled } = open();
  const told: string[] = [];
  for (const name of ['a', 'b']) void group.join(write(name), false).then(() => told.push(name));
  await settled();
  expect(told).toEqual([]);
  await endTurn();
  expect(told).toEqual(['a', 'b']);
  void group.join(write('c'), false);
  await endTurn();
  expect(said).toEqual([
    ...['BEGIN IMMEDIATE', ...member('a'), ...member('b'), 'COMMIT'],
    ...['BEGIN IMMEDIATE', ...member('c'), 'COMMIT'],
  ]);
});

it('shares one flush, which begins after the commit, and which those who want none do not wait for', async () => {
  const { group, said, write, endTurn, endFlush } = open();
  const told: string[] = [];
  const join = (name: string, onDisk: boolean) =>
    void group.join(write(name), onDisk).then(() => told.push(name));
  join('a', true);
  join('b', false);
  join('c', true);
  await endTurn();
  expect(told).toEqual(['b']);
  expect(said.slice(-2)).toEqual(['COMMIT', 'flush']);
  await endFlush();
  expect(told).toEqual(['b', 'a', 'c']);
});

it('undoes alone what fails alone', async () => {
  const { group, said, write, endTurn } = open();
  const first = group.join(write('a'), false);
  const failing = group.join(() => {
    throw new Error('no');
  }, true);
  await expect(failing).rejects.toThrow('no');
  await endTurn();
  await first;
  expect(said).toEqual([
    ...['BEGIN IMMEDIATE', ...member('a')],
    ...['SAVEPOINT member', 'ROLLBACK TO member', 'RELEASE member', 'COMMIT'],
  ]);
});

it('tells all of a group whose commit fails, and begins anew', async () => {
  let full = true;
  const { group, said, write, endTurn } = open((sql) => full && sql === 'COMMIT');
  const group1 = Promise.allSettled([group.join(write('a'), false), group.join(write('b'), true)]);
  await endTurn();
  expect((await group1).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(said.slice(-2)).toEqual(['COMMIT', 'ROLLBACK']);
  full = false;
  const next = group.join(write('c'), false);
  await endTurn();
  await next;
});

it('tells all of a group that a full disk ended in the middle', async () => {
  const { group, said, write, endTurn } = open((sql) => sql.startsWith('ROLLBACK'));
  const first = Promise.allSettled([group.join(write('a'), false)]);
  const failing = group.join(() => {
    throw new Error('disk is full');
  }, false);
  await expect(failing).rejects.toThrow('disk is full');
  expect(await first).toMatchObject([{ status: 'rejected', reason: { message: 'disk is full' } }]);
  // the end of the turn commits nothing that is over, and the next one is a group of its own
  const next = group.join(write('b'), false);
  await endTurn();
  expect(said.filter((sql) => sql === 'COMMIT')).toEqual([]);
  await endTurn();
  await next;
  expect(said.slice(-1)).toEqual(['COMMIT']);
});

it('tells who comes for nothing, where no transaction can be begun', async () => {
  const { group, write, settled } = open((sql) => sql.startsWith('BEGIN'));
  await expect(group.join(write('a'), true)).rejects.toThrow('no BEGIN');
  await settled();
});

it('ends before whoever writes alone, and not once more at the end of the turn', async () => {
  const { group, said, write, endTurn } = open();
  const first = group.join(write('a'), false);
  group.end();
  await first;
  await endTurn();
  expect(said.filter((sql) => sql === 'COMMIT')).toHaveLength(1);
});
