/**
 * The bytes of one revision into a new file, and nothing but those bytes: size and SHA-256 are checked while they
 * stream (nothing is read twice, nothing is held in memory), and the file is flushed before anyone may rename it. What
 * breaks off goes on where it was, with another link where the former is not good any more (fetch-plan.ts says when).
 */
import { createHash } from 'node:crypto';
import type { TempFile, Writer } from '../disk/writer.ts';
import type { KooDrive, Revision } from '../koodrive/api.ts';
import { lifeOf } from '../koodrive/link.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import { asFetchError } from './fetch-errors.ts';
import { isRefusedLink, nextTry, progressBytes } from './fetch-plan.ts';

export type FetchCalls = Pick<KooDrive, 'getRevision' | 'download'>;
export type RevisionAddress = {
  readonly containerId: string;
  readonly fileId: string;
  readonly revisionId: string;
};
export type WithLink = Revision & { readonly downloadUrl: string | undefined };

/** Time, for waiting and for the age of links. */
export type FetchClock = Pick<Clock, 'elapsed' | 'sleep'>;

export type FetchInput = {
  readonly koodrive: FetchCalls;
  readonly disk: Pick<Writer, 'createFile' | 'remove'>;
  readonly clock: FetchClock;
  readonly address: RevisionAddress;
  /** with a link that was given just now */
  readonly revision: WithLink;
  /** path of the file to be made; must not exist */
  readonly temp: string;
  /** the most permissions that the file may have */
  readonly mode: number;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((bytes: number) => void) | undefined;
  /** it broke off, and is tried again in a while */
  readonly waits?: ((bytes: number) => void) | undefined;
};

/**
 * Resolves when `temp` holds the revision, whole and flushed. On every failure `temp` is gone again. Throws
 * DOWNLOAD_DAMAGED for other bytes than promised, what the calls throw, and node's errors of the disk.
 */
export const fetchRevision = async (input: FetchInput): Promise<void> => {
  const { disk, temp, mode, revision } = input;
  const file = await disk.createFile(temp, mode);
  try {
    try {
      const fetch = new Fetch(input, file);
      await fetch.run();
      // of two answers, one may have been another content's: only one answer shows that what came is wrong
      if (fetch.isPieced && !fetch.isRight()) await fetch.anew();
      if (!fetch.isRight()) throw damaged(revision, fetch);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    await disk.remove(temp).catch(() => undefined);
    throw asFetchError(thrown);
  }
};

class Fetch {
  readonly #input: FetchInput;
  readonly #file: TempFile;
  #hash = createHash('sha256');
  #size = 0;
  #digest: string | undefined;
  /** a size that no try before came to */
  #farthest = 0;
  #link: string | undefined;
  #linkSince: number;
  #isLinkUsed = false;
  #etag: string | undefined;
  #fruitless = 0;
  #refused = 0;
  isPieced = false;

  constructor(input: FetchInput, file: TempFile) {
    this.#input = input;
    this.#file = file;
    this.#link = input.revision.downloadUrl;
    this.#linkSince = input.clock.elapsed();
  }

  get size(): number {
    return this.#size;
  }

  get sha256(): string {
    return (this.#digest ??= this.#hash.digest('hex'));
  }

  isRight(): boolean {
    const { size, sha256 } = this.#input.revision;
    return this.#size === size && this.sha256 === sha256.toLowerCase();
  }

  /** Everything once more, in one piece if it can be. */
  async anew(): Promise<void> {
    await this.#empty();
    this.#farthest = 0;
    this.#fruitless = 0;
    await this.run();
  }

  /** Ends with all the bytes, or with as many as there were. Throws what it is given up for. */
  async run(): Promise<void> {
    const { clock, revision, signal } = this.#input;
    for (;;) {
      signal?.throwIfAborted();
      try {
        // one that was just given is tried, whatever it says
        if (this.#isLinkUsed && this.#isLinkOld()) this.#link = undefined;
        const link = this.#link ?? (await this.#newLink());
        this.#isLinkUsed = true;
        await this.#read(link);
        return;
      } catch (thrown) {
        // the disk is nobody's to try again
        if (!(thrown instanceof KooError)) throw thrown;
        // the connection broke when all had come
        if (this.#size === revision.size && this.#size > 0) return;
        const next = this.#afterFailure(thrown);
        if (!next) throw thrown;
        if (next.newLink) this.#link = undefined;
        if (next.waitMs > 0) {
          this.#input.waits?.(this.#size);
          await clock.sleep(next.waitMs, signal);
        }
      }
    }
  }

  #afterFailure(error: KooError) {
    if (this.#size >= this.#farthest + progressBytes(this.#input.revision.size)) {
      this.#farthest = this.#size;
      this.#fruitless = 0;
    }
    if (isRefusedLink(error)) this.#refused += 1;
    else {
      this.#refused = 0;
      this.#fruitless += 1;
    }
    return nextTry({ error, fruitless: this.#fruitless, refused: this.#refused });
  }

  #isLinkOld(): boolean {
    const life = this.#link === undefined ? undefined : lifeOf(this.#link);
    return life !== undefined && this.#input.clock.elapsed() - this.#linkSince >= life;
  }

  async #newLink(): Promise<string> {
    const { koodrive, address, signal, clock } = this.#input;
    const since = clock.elapsed();
    const { downloadUrl, revisionId } = await koodrive.getRevision(address, { signal });
    if (revisionId !== address.revisionId)
      throw new KooError('NOT_FOUND', `asked for revision ${address.revisionId}, got ${revisionId}`);
    if (downloadUrl === undefined)
      throw new KooError('BAD_ANSWER', 'getRevision gave no downloadUrl for the revision');
    this.#link = downloadUrl;
    this.#linkSince = since;
    this.#isLinkUsed = false;
    return downloadUrl;
  }

  async #read(link: string): Promise<void> {
    const { koodrive, revision, signal, progress } = this.#input;
    const asked = this.#size;
    let at = 0;
    let isFirst = true;
    const begin = async () => {
      if (!isFirst) return;
      isFirst = false;
      this.#refused = 0;
      if (at === 0) await this.#empty();
      else this.isPieced = true;
    };
    const from = asked > 0 ? { at: asked, of: revision.size, etag: this.#etag } : undefined;
    const begun = (where: { readonly at: number; readonly etag: string | undefined }) => {
      at = where.at;
      this.#etag = where.etag ?? (at > 0 ? this.#etag : undefined);
    };
    for await (const bytes of koodrive.download(link, { signal, from, begun })) {
      await begin();
      this.#size += bytes.byteLength;
      if (this.#size > revision.size) break;
      this.#hash.update(bytes);
      await this.#file.write(bytes);
      progress?.(this.#size);
    }
    await begin();
    signal?.throwIfAborted();
  }

  async #empty(): Promise<void> {
    if (this.#size > 0) await this.#file.empty();
    this.#size = 0;
    this.#hash = createHash('sha256');
    this.#digest = undefined;
    this.isPieced = false;
  }
}

const damaged = (revision: WithLink, { size, sha256 }: Fetch): KooError =>
  new KooError(
    'DOWNLOAD_DAMAGED',
    `the revision should have ${revision.size} bytes with SHA-256 ${revision.sha256}, ${size > revision.size ? 'more' : size} came with ${sha256}`,
  );
