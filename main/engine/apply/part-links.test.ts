import { describe, expect, it } from 'vitest';
import type { PartLink, PartRequest } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import { PartLinks, type PartsOfUpload } from './part-links.ts';

const signal = new AbortController().signal;

function setUp(more: Partial<PartsOfUpload> = {}) {
  const asked: PartRequest[][] = [];
  let serial = 0;
  const koodrive = {
    partLinks: (_fileId: string, parts: readonly PartRequest[]): Promise<readonly PartLink[]> => {
      asked.push([...parts]);
      const nth = String(++serial);
      return Promise.resolve(
        parts.map(({ number }) => ({ number, url: `https://storage/${nth}/${String(number)}` })),
      );
    },
  };
  // 195 bytes: 20 parts
  const upload: PartsOfUpload = {
    fileId: 'F',
    size: 195,
    partSize: 10,
    mode: 'sequential',
    links: [],
    ...more,
  };
  const links = new PartLinks(koodrive, upload);
  const inSequence = (number: number): PartRequest => ({
    number,
    size: Math.min(10, upload.size - (number - 1) * 10),
    offset: undefined,
    hashState: undefined,
  });
  return { links, asked, koodrive, inSequence };
}

describe('PartLinks', () => {
  it('in sequence asks for eight at once, each with its own size and nothing else, and none beyond the end', async () => {
    const { links, asked, inSequence } = setUp();
    const given: number[] = [];
    for (let number = 1; number <= 20; number++)
      given.push((await links.of(inSequence(number), signal)).number);
    expect(given).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 1));
    expect(asked.map((parts) => parts.map(({ number }) => number))).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15, 16],
      [17, 18, 19, 20],
    ]);
    expect(asked.flat()).toEqual(Array.from({ length: 20 }, (_, nth) => inSequence(nth + 1)));
  });

  it('begins in the middle where an upload goes on', async () => {
    const { links, asked, inSequence } = setUp();
    await links.of(inSequence(19), signal);
    expect(asked.map((parts) => parts.map(({ number, size }) => [number, size]))).toEqual([
      [
        [19, 10],
        [20, 5],
      ],
    ]);
  });

  it.each([
    ['size is whole parts', 80, 8],
    ['last part is the only one', 7, 1],
    ['content is empty', 0, 1],
  ])('asks for no part that is not there where the %s', async (_which, size, parts) => {
    const { links, asked } = setUp({ size, partSize: Math.max(1, Math.min(10, size)) });
    await links.of({ number: 1, size: Math.min(10, size), offset: undefined, hashState: undefined }, signal);
    expect(asked.map((each) => each.length)).toEqual([parts]);
  });

  it('where parts go at once asks for each alone, with the state of the hash before it', async () => {
    const { links, asked } = setUp({ mode: 'concurrent' });
    const part = { number: 3, size: 10, offset: 20, hashState: [1, 2] };
    await links.of(part, signal);
    expect(asked).toEqual([[part]]);
  });

  it('uses a link that came with the start, once, and a link that ran out is asked for alone', async () => {
    const { links, asked, inSequence } = setUp({ links: [{ number: 1, url: 'https://storage/start' }] });
    expect(await links.of(inSequence(1), signal)).toEqual({ number: 1, url: 'https://storage/start' });
    expect(asked).toEqual([]);
    expect((await links.anew(inSequence(1), signal)).url).toBe('https://storage/1/1');
    expect(asked).toEqual([[inSequence(1)]]);
  });

  it('a call that fails ends each of its parts with its own error, and is no unheard error', async () => {
    const { links, koodrive, inSequence } = setUp();
    koodrive.partLinks = () => Promise.reject(new KooError('SERVER_BUSY', 'as the test wants'));
    await expect(links.of(inSequence(1), signal)).rejects.toMatchObject({ code: 'SERVER_BUSY' });
    await expect(links.of(inSequence(2), signal)).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  });

  it('an answer without the link that was asked for is no answer', async () => {
    const { links, koodrive, inSequence } = setUp();
    koodrive.partLinks = () => Promise.resolve([{ number: 1, url: 'https://storage/1' }]);
    expect(await links.of(inSequence(1), signal)).toMatchObject({ number: 1 });
    await expect(links.of(inSequence(2), signal)).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  });
});
