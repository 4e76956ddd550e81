import { describe, expect, it } from 'vitest';
import { createFakeKooDrive } from '../../../tests/harness/simulated/fake-koodrive.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { KooError } from '../../model/errors.ts';
import type { UploadFileRequest } from './upload-types.ts';
import {
  sha256Of,
  type Content,
  type ContentEnd,
  type ContentPart,
  type FreeBuffer,
} from '../../disk/read-content.ts';
import { uploadParts } from './upload-parts.ts';
import type { SentPart, UploadIntents } from './upload-intents.ts';
import { below } from '../../model/local-path.ts';

const partSize = 10;
const bytes = Uint8Array.from({ length: 45 }, (_, i) => i);
const stat: FileStat = {
  kind: 'file',
  size: bytes.length,
  fingerprint: 'f',
  localId: 'i',
  quietSince: 0,
  coarse: false,
};

async function setUp() {
  const server = createFakeKooDrive();
  const { fileId } = await server.koodrive.createFile({
    containerId: 'c',
    parentId: server.rootId,
    name: 'a',
    size: bytes.length,
    parts: [],
    preHash: sha256Of(bytes),
  });
  server.calls.length = 0;
  const sent: SentPart[] = [];
  const progress: number[] = [];
  /** a part that is under way until another one was written down */
  const waits = new Map<number, number>();
  /** parts for which no link is to be had */
  const linkless = new Set<number>();
  let readAhead = 0;
  let underWay = 0;
  let mostAtOnce = 0;
  let linksAhead = 0;
  let mostAhead = 0;
  let closed = false;
  const content = {
    async *parts(
      _path,
      _fingerprint,
      { partSize: size, from, withState },
    ): AsyncGenerator<ContentPart, ContentEnd, FreeBuffer> {
      try {
        for (let number = (from?.number ?? 0) + 1; (number - 1) * size < bytes.length; number++) {
          await Promise.resolve();
          mostAhead = Math.max(mostAhead, ++readAhead);
          const offset = (number - 1) * size;
          yield {
            number,
            offset,
            bytes: Uint8Array.from(bytes.subarray(offset, offset + size)),
            hashState: !withState ? undefined : number === 1 ? [] : [number],
            hasherAfter: Uint8Array.of(number),
          };
        }
        return { sha256: sha256Of(bytes) };
      } finally {
        closed = true;
      }
    },
  } as Partial<Content> as Content;
  const uploads = {
    partsSent: () => sent.toSorted((a, b) => a.number - b.number),
    partSent: (_pair, _path, part) => void sent.push(part),
  } as Partial<UploadIntents> as UploadIntents;
  const abort = new AbortController();
  let isHalted = () => false;
  const job: UploadFileRequest = {
    pair: { id: 1, containerId: 'c' },
    path: 'a',
    at: below('/', 'a'),
    stat,
    neverQuiet: false,
    setBackTo: () => undefined,
    base: undefined,
    parentId: server.rootId,
    signal: abort.signal,
    halted: () => isHalted(),
    progress: (at) => progress.push(at),
  };
  const koodrive = {
    partLinks: async (...args: Parameters<typeof server.koodrive.partLinks>) => {
      if ((args[1][0]?.number ?? 0) > sent.length + 1) linksAhead++;
      if (linkless.has(args[1][0]?.number ?? 0)) throw new KooError('SERVER_BUSY', 'as the test wants');
      return server.koodrive.partLinks(...args);
    },
    putPart: async (...args: Parameters<typeof server.koodrive.putPart>) => {
      mostAtOnce = Math.max(mostAtOnce, ++underWay);
      try {
        const after = waits.get(args[0].number);
        while (after !== undefined && !sent.some((part) => part.number === after))
          await new Promise((done) => setImmediate(done));
        return await server.koodrive.putPart(...args);
      } finally {
        readAhead--;
        underWay--;
      }
    },
  };
  const run = async (more: Partial<Parameters<typeof uploadParts>[2]> = {}) => (await send(more)).sha256;
  const send = (more: Partial<Parameters<typeof uploadParts>[2]>) =>
    uploadParts({ koodrive, content, uploads }, job, {
      fileId,
      partSize,
      mode: 'concurrent',
      leastPartSize: partSize,
      links: [],
      bytes: undefined,
      sha256: undefined,
      ...more,
    });
  /** does the server hold all of it, and nothing else? */
  const complete = () => server.koodrive.completeFile(fileId, sha256Of(bytes));
  const most = () => mostAhead;
  const atOnce = () => mostAtOnce;
  /** links that were asked for before the part before theirs had arrived */
  const ahead = () => linksAhead;
  const halt = (when: () => boolean) => (isHalted = when);
  return {
    server,
    fileId,
    complete,
    sent,
    progress,
    waits,
    abort,
    halt,
    run,
    most,
    atOnce,
    ahead,
    linkless,
    closed: () => closed,
  };
}
const puts = (calls: readonly string[]) => calls.filter((one) => one.startsWith('putPart'));
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as KooError).code,
  );

describe('uploadParts', () => {
  it('sends every part to a link of its own, and knows the sum', async () => {
    const { complete, run, sent, progress, closed } = await setUp();
    expect(await run()).toBe(sha256Of(bytes));
    await complete();
    expect(sent.map((part) => part.number)).toEqual([1, 2, 3, 4, 5]);
    expect(Math.max(...progress)).toBeLessThanOrEqual(bytes.length);
    expect(closed()).toBe(true);
  });

  it('in sequence sends one at a time, in order, and reads the next meanwhile', async () => {
    const { server, complete, run, atOnce, most } = await setUp();
    expect(await run({ mode: 'sequential' })).toBe(sha256Of(bytes));
    await complete();
    expect(puts(server.calls)).toEqual([1, 2, 3, 4, 5].map((number) => `putPart ${number}`));
    expect(atOnce()).toBe(1);
    expect(most()).toBe(2);
  });

  it('in sequence asks for the links of eight parts at once, while the part before them is sent', async () => {
    const { server, run, ahead } = await setUp();
    // 23 parts
    await run({ mode: 'sequential', partSize: 2 });
    expect(server.calls.filter((one) => one.startsWith('partLinks'))).toHaveLength(3);
    expect(ahead()).toBe(2);
  });

  it('a link that nobody could give ends it when its turn comes, and is no unheard error before', async () => {
    const { linkless, run, sent } = await setUp();
    linkless.add(9);
    await expect(run({ mode: 'sequential', partSize: 2 })).rejects.toMatchObject({ code: 'SERVER_BUSY' });
    expect(sent.map((part) => part.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('holds no more than a few parts in memory', async () => {
    const { run, most } = await setUp();
    await run();
    expect(most()).toBeLessThanOrEqual(4);
  });

  it.each([
    ['can be divided', 5, true],
    ['cannot', partSize, false],
  ])('says of a part that did not get through whether it %s', async (_which, leastPartSize, divisible) => {
    const { server, run } = await setUp();
    const cut = new KooError('OFFLINE', 'as the test wants', { detail: { body: { size: 10, sent: 7 } } });
    server.koodrive.putPart = () => Promise.reject(cut);
    await expect(run({ leastPartSize })).rejects.toMatchObject({
      code: 'OFFLINE',
      detail: { body: { size: 10, sent: 7, divisible } },
    });
  });

  it('sends what is in memory as one part, by the link that came with the start', async () => {
    const { server, fileId, run, complete } = await setUp();
    const whole = { number: 1, size: bytes.length, offset: 0, hashState: [] };
    const links = await server.koodrive.partLinks(fileId, [whole]);
    server.calls.length = 0;
    expect(await run({ links, bytes, sha256: sha256Of(bytes), partSize: bytes.length })).toBe(
      sha256Of(bytes),
    );
    expect(server.calls).toEqual(['putPart 1']);
    await complete();
  });

  it('a link that ran out is asked for anew, once', async () => {
    const once = await setUp();
    once.server.failNext('putPart 2', 'LINK_EXPIRED');
    expect(await code(once.run())).toBe('no error');
    expect(puts(once.server.calls)).toHaveLength(6);
    const twice = await setUp();
    twice.server.failNext('putPart 2', 'LINK_EXPIRED');
    twice.server.failNext('putPart 2', 'LINK_EXPIRED');
    expect(await code(twice.run())).toBe('LINK_EXPIRED');
  });

  it('sends again what did not arrive, and nothing that did, whatever came first', async () => {
    const { server, run, complete, sent, progress, waits } = await setUp();
    // the second is slow and then lost; the first and third arrive meanwhile
    waits.set(2, 3);
    server.failNext('putPart 2', 'OFFLINE');
    expect(await code(run())).toBe('OFFLINE');
    const arrived = sent.map((part) => part.number).toSorted();
    expect(arrived).toContain(1);
    expect(arrived).toContain(3);
    expect(arrived).not.toContain(2);
    server.calls.length = 0;
    progress.length = 0;
    expect(await run()).toBe(sha256Of(bytes));
    const missing = [1, 2, 3, 4, 5].filter((number) => !arrived.includes(number));
    expect(puts(server.calls).sort()).toEqual(missing.map((number) => `putPart ${number}`));
    await complete();
    expect(Math.max(...progress)).toBeLessThanOrEqual(bytes.length);
  });

  it('says what failed first, not what its siblings said after it', async () => {
    const { server, run, closed } = await setUp();
    server.failNext('putPart 2', 'THROTTLED');
    expect(await code(run())).toBe('THROTTLED');
    expect(closed()).toBe(true);
  });

  it('a pause lets what is on its way end, and nothing begin; then it goes on from there', async () => {
    const { complete, run, sent, halt, closed } = await setUp();
    // asked before each part
    let asked = 0;
    halt(() => ++asked > 2);
    expect(await code(run())).toBe('CANCELLED');
    expect(sent.map((part) => part.number).toSorted()).toEqual([1, 2]);
    expect(closed()).toBe(true);
    halt(() => false);
    await run();
    await complete();
    expect(sent.map((part) => part.number).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('ends when it is told to', async () => {
    const { abort, run, closed } = await setUp();
    abort.abort();
    expect(await code(run())).toBe('CANCELLED');
    expect(closed()).toBe(true);
  });
});
