/** A version that is fetched over a line that breaks, on a clock of the test's. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DownloadOptions } from '../koodrive/api.ts';
import { createTranslator } from '../../shared/strings/index.ts';
import { KooError, type ErrorDetail } from '../model/errors.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { fetchRevision, type WithLink } from './fetch-revision.ts';

const MiB = 1024 * 1024;
const content = Buffer.from(Uint8Array.from({ length: 4 * MiB }, (_, i) => (i * 7 + (i >> 9)) % 253));
const sha256 = createHash('sha256').update(content).digest('hex');
const host = 'https://obs.test';

/** What the storage does with one request. */
type Step =
  /** gives so many bytes of what was asked for, then fails */
  | {
      readonly give: number;
      readonly then: ErrorCode;
      readonly detail?: ErrorDetail;
      readonly anew?: boolean;
    }
  | { readonly refuse: ErrorCode; readonly status: number }
  | { readonly bytes: Buffer };

function world(steps: readonly Step[], options: { life?: number; size?: number } = {}) {
  const asked: { link: string; at: number; etag: string | undefined }[] = [];
  const waits: number[] = [];
  const left = [...steps];
  let links = 1;
  let now = 0;
  let written = Buffer.alloc(0);
  let state: 'none' | 'open' | 'closed' | 'gone' = 'none';
  const linkOf = (n: number) =>
    `${host}/o?n=${n}${options.life === undefined ? '' : `&X-Amz-Expires=${options.life}`}`;
  const revision: WithLink = {
    revisionId: 'F1.1',
    revisionVersion: 1,
    createdAt: 0,
    size: content.length,
    sha256,
    latest: true,
    keepForever: false,
    createdBy: undefined,
    createReason: undefined,
    updatedAt: undefined,
    downloadUrl: linkOf(1),
  };
  const apiFailures: KooError[] = [];
  const input = {
    koodrive: {
      getRevision: async () => {
        const failure = apiFailures.shift();
        if (failure) throw failure;
        links += 1;
        return { ...revision, downloadUrl: linkOf(links) };
      },
      async *download(link: string, { from, begun }: DownloadOptions = {}) {
        asked.push({ link, at: from?.at ?? 0, etag: from?.etag });
        await Promise.resolve();
        const step = left.shift() ?? { bytes: content };
        if ('refuse' in step)
          throw new KooError(step.refuse, 'refused', { detail: { status: step.status, host } });
        const isAnew = 'bytes' in step || step.anew === true;
        const at = isAnew ? 0 : (from?.at ?? 0);
        const end = 'bytes' in step ? step.bytes.length : Math.min(content.length, at + step.give);
        if (end > at || 'bytes' in step) begun?.({ at, etag: '"e"' });
        const source = 'bytes' in step ? step.bytes : content;
        for (let i = at; i < end; i += MiB) {
          now += 1000;
          yield source.subarray(i, Math.min(end, i + MiB));
        }
        if ('then' in step && end < content.length)
          throw new KooError(step.then, 'broken', { detail: { host, ...step.detail } });
      },
    },
    disk: {
      createFile: async () => {
        state = 'open';
        return {
          write: async (bytes: Uint8Array) => {
            written = Buffer.concat([written, bytes]);
          },
          empty: async () => {
            written = Buffer.alloc(0);
          },
          sync: async () => undefined,
          close: async () => {
            state = 'closed';
          },
        };
      },
      remove: async () => {
        state = 'gone';
      },
    },
    clock: {
      elapsed: () => now,
      sleep: async (ms: number) => {
        waits.push(ms);
        now += ms;
      },
    },
    address: { containerId: 'C', fileId: 'F1', revisionId: 'F1.1' },
    revision,
    temp: '/temp',
    mode: 0o600,
  };
  return {
    input,
    asked,
    waits,
    apiFailures,
    links: () => links,
    written: () => written,
    state: () => state,
  };
}

const cut = (give: number): Step => ({ give, then: 'TRANSFER_CUT' });

describe('a fetch that breaks off', () => {
  it('goes on where it was, ten times, and reads nothing twice', async () => {
    const { input, asked, waits, written, state } = world(Array.from({ length: 10 }, () => cut(300_000)));
    await fetchRevision({ ...input, koodrive: { ...input.koodrive } });
    // the last step gives all of it anew: what is right is what is there
    expect(asked.slice(0, 11).map(({ at }) => at)).toEqual(Array.from({ length: 11 }, (_, n) => n * 300_000));
    expect(asked[3]).toEqual({ link: `${host}/o?n=1`, at: 900_000, etag: '"e"' });
    // each brought something: the next waits no longer than the first
    expect(new Set(waits)).toEqual(new Set([1000]));
    expect(written().equals(content)).toBe(true);
    expect(state()).toBe('closed');
  });

  it('begins anew where the storage gives all of it', async () => {
    const { input, written } = world([cut(2 * MiB), { give: 3 * MiB, then: 'TRANSFER_CUT', anew: true }]);
    await fetchRevision(input);
    expect(written().equals(content)).toBe(true);
  });

  it.each(['OFFLINE', 'TIMED_OUT', 'SERVER_BUSY', 'BAD_ANSWER', 'PROXY_CUT'] as const)(
    'is given up when six tries in a row bring nothing, in words of its own: %s',
    async (code) => {
      const { input, asked, waits, state } = world(
        Array.from({ length: 9 }, (_, n) => ({ give: n === 0 ? MiB : 0, then: code })),
      );
      const told: number[] = [];
      const failure = await fetchRevision({ ...input, waits: (bytes) => told.push(bytes) }).catch(
        (thrown: unknown) => thrown,
      );
      expect(failure).toMatchObject({ code });
      // the first brought something
      expect(asked).toHaveLength(6);
      expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
      expect(told).toEqual([MiB, MiB, MiB, MiB, MiB]);
      expect(state()).toBe('gone');
    },
  );

  it('is not given up while each try brings something, however many there are', async () => {
    const { input, asked } = world(Array.from({ length: 40 }, () => cut(100_000)));
    await fetchRevision(input);
    expect(asked.length).toBe(41);
  });

  it('counts a byte now and then as nothing', async () => {
    const { input, asked } = world(Array.from({ length: 40 }, () => cut(1)));
    await expect(fetchRevision(input)).rejects.toMatchObject({ code: 'TRANSFER_CUT' });
    expect(asked).toHaveLength(6);
  });

  it('is whole when the connection broke after its last byte', async () => {
    const { input, asked, written } = world([]);
    const broken = {
      ...input.koodrive,
      async *download(...of: Parameters<typeof input.koodrive.download>) {
        yield* input.koodrive.download(...of);
        throw new KooError('TRANSFER_CUT', 'broken', { detail: { host } });
      },
    };
    await fetchRevision({ ...input, koodrive: broken });
    expect(asked).toHaveLength(1);
    expect(written().equals(content)).toBe(true);
  });

  it('waits as long as the server asks, and not for hours', async () => {
    const pause = (retryAfterMs: number): Step => ({ give: 0, then: 'THROTTLED', detail: { retryAfterMs } });
    const short = world([pause(20_000)]);
    await fetchRevision(short.input);
    expect(short.waits).toEqual([20_000]);
    const long = world([pause(3_600_000)]);
    const values = { say: 'sentence.fetchThrottled' };
    await expect(fetchRevision(long.input)).rejects.toMatchObject({ code: 'THROTTLED', detail: { values } });
    expect(long.waits).toEqual([]);
  });

  it('ends when it is stopped, within a wait too', async () => {
    const stop = new AbortController();
    const { input, asked, state } = world(Array.from({ length: 9 }, () => cut(0)));
    const clock = { ...input.clock, sleep: async () => stop.abort() };
    await expect(fetchRevision({ ...input, clock, signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(asked).toHaveLength(1);
    expect(state()).toBe('gone');
  });

  it('is not tried again for a disk that takes no more', async () => {
    const { input, asked, state } = world([]);
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const disk = {
      ...input.disk,
      createFile: async () => ({
        ...(await input.disk.createFile()),
        write: () => Promise.reject(full),
      }),
    };
    await expect(fetchRevision({ ...input, disk })).rejects.toBe(full);
    expect(asked).toHaveLength(1);
    expect(state()).toBe('gone');
  });
});

describe('a link', () => {
  it.each([
    ['LINK_EXPIRED', 403],
    ['NOT_FOUND', 404],
    ['LINK_EXPIRED', 410],
  ] as const)('that worked before and is refused with %s (%i) is asked for anew', async (refuse, status) => {
    const { input, asked, waits, written } = world([cut(2 * MiB), { refuse, status }]);
    await fetchRevision(input);
    expect(asked.map(({ link, at }) => [link.at(-1), at])).toEqual([
      ['1', 0],
      ['1', 2 * MiB],
      ['2', 2 * MiB],
    ]);
    // it was waited for the line, and not for the link
    expect(waits).toEqual([1000]);
    expect(written().equals(content)).toBe(true);
  });

  it.each([
    [
      'LINK_EXPIRED',
      403,
      'REFUSED',
      'The storage of KooDrive did not give this version, and gives the number 403.',
    ],
    ['NOT_FOUND', 404, 'REFUSED', 'KooDrive lists this version, but its storage does not find the content.'],
    [
      'LINK_EXPIRED',
      410,
      'REFUSED',
      'KooDrive lists this version, but its storage says that the content was removed.',
    ],
  ] as const)('that is refused although it is new is told: %s %i', async (refuse, status, code, says) => {
    const { input, asked, links } = world(Array.from({ length: 9 }, () => ({ refuse, status })));
    const failure = await fetchRevision(input).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code });
    const { values } = (failure as KooError).detail;
    const say = createTranslator('en') as (key: string, values: unknown) => string;
    expect(say(String(values?.say), values)).toContain(says);
    expect([asked.length, links()]).toEqual([2, 2]);
  });

  it('that is too old by its own words is not tried again', async () => {
    const { input, asked } = world([cut(2 * MiB), cut(MiB)], { life: 3 });
    await fetchRevision(input);
    // two seconds and a wait of one, then one more and another wait
    expect(asked.map(({ link }) => new URL(link).searchParams.get('n'))).toEqual(['1', '2', '2']);
  });

  it('that cannot be asked for is tried again, too, and a version that is gone is told as that', async () => {
    const { input, apiFailures, written, waits } = world([cut(MiB), { refuse: 'LINK_EXPIRED', status: 403 }]);
    apiFailures.push(new KooError('OFFLINE', 'away', { detail: { host: 'api' } }));
    await fetchRevision(input);
    expect(waits).toEqual([1000, 2000]);
    expect(written().equals(content)).toBe(true);
    const gone = world([cut(MiB), { refuse: 'LINK_EXPIRED', status: 403 }]);
    gone.apiFailures.push(new KooError('NOT_FOUND', 'gone', { detail: { host: 'api', status: 400 } }));
    await expect(fetchRevision(gone.input)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      detail: { host: 'api' },
    });
  });
});

describe('bytes that are not the version', () => {
  const other = Buffer.from(content.map((byte) => byte ^ 1));

  it('are fetched anew where they came in pieces, and refused where they came at once', async () => {
    const mixed = world([{ bytes: other.subarray(0, MiB) }, cut(0)]);
    // the storage has another content now, and does not say so
    const koodrive = {
      ...mixed.input.koodrive,
      async *download(link: string, options: DownloadOptions = {}) {
        if (mixed.asked.length > 0) return yield* mixed.input.koodrive.download(link, options);
        yield* mixed.input.koodrive.download(link, options);
        throw new KooError('TRANSFER_CUT', 'broken', { detail: { host } });
      },
    };
    await fetchRevision({ ...mixed.input, koodrive });
    expect(mixed.written().equals(content)).toBe(true);
    const wrong = world([{ bytes: other }]);
    await expect(fetchRevision(wrong.input)).rejects.toMatchObject({ code: 'DOWNLOAD_DAMAGED' });
    expect(wrong.asked).toHaveLength(1);
    expect(wrong.state()).toBe('gone');
  });

  it('are refused where they are more, and no more are taken', async () => {
    const more = world([{ bytes: Buffer.concat([content, content]) }]);
    await expect(fetchRevision(more.input)).rejects.toMatchObject({ code: 'DOWNLOAD_DAMAGED' });
    expect(more.written().length).toBe(content.length);
  });
});
