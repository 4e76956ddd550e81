/**
 * The parts of one content, each to its own link: one part from memory, or many as they are read, one after another or at once
 * (plan/upload-mode.ts). While parts are sent the next one is read, and its link is asked for.
 */
import type { KooDrive, PartLink, PartRequest } from '../../koodrive/api.ts';
import { KooError, toKooError, withDetail } from '../../model/errors.ts';
import type { Content, ContentPart, FreeBuffer } from '../../disk/read-content.ts';
import type { UploadMode } from '../plan/upload-mode.ts';
import { PartLinks } from './part-links.ts';
import type { UploadFileRequest } from './upload-types.ts';
import type { UploadIntents } from './upload-intents.ts';

/** Memory in use is this many parts, and one that is being read. */
const partsAtOnce: Readonly<Record<UploadMode, number>> = { sequential: 1, concurrent: 3 };

export type PartsToSend = {
  readonly fileId: string;
  readonly partSize: number;
  readonly mode: UploadMode;
  /** no part can be smaller, but the last */
  readonly leastPartSize: number;
  /** links that came with the start of the upload */
  readonly links: readonly PartLink[];
  readonly bytes: Uint8Array | undefined;
  readonly sha256: string | undefined;
};

export type UploadPartsDeps = {
  readonly koodrive: Pick<KooDrive, 'putPart' | 'partLinks'>;
  readonly content: Pick<Content, 'parts'>;
  readonly uploads: Pick<UploadIntents, 'partSent' | 'partsSent'>;
};

/** `sha256`: of the whole content, hex; `sent`: bytes that went up now, and not before. */
export type SentParts = { readonly sha256: string; readonly sent: number };

/** Sends what is not sent yet. */
export async function uploadParts(
  deps: UploadPartsDeps,
  request: UploadFileRequest,
  toSend: PartsToSend,
): Promise<SentParts> {
  const links = new PartLinks(deps.koodrive, { ...toSend, size: request.stat.size });
  if (toSend.bytes && toSend.sha256 !== undefined && toSend.partSize >= request.stat.size) {
    const part = { number: 1, size: request.stat.size, offset: 0, hashState: [] };
    const whole: OnePart = { part, bytes: toSend.bytes, link: links.of(part, request.signal) };
    await putPart(deps.koodrive, toSend, links, whole, request);
    return { sha256: toSend.sha256, sent: request.stat.size };
  }
  return new PartsUpload(deps, request, toSend, links).send();
}

/** Many parts, each as it is read. */
class PartsUpload {
  readonly #deps: UploadPartsDeps;
  readonly #request: UploadFileRequest;
  readonly #toSend: PartsToSend;
  readonly #links: PartLinks;
  /** one failed part ends its siblings: their slots and their bytes are of no use any more */
  readonly #siblings = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #progress: PartsProgress;
  /** memory of parts that were sent */
  readonly #free: Uint8Array[] = [];
  #failure: KooError | undefined;
  #sent = 0;

  constructor(deps: UploadPartsDeps, request: UploadFileRequest, toSend: PartsToSend, links: PartLinks) {
    this.#deps = deps;
    this.#request = request;
    this.#toSend = toSend;
    this.#links = links;
    this.#progress = new PartsProgress(request.progress);
  }

  async send(): Promise<SentParts> {
    const { pair, path, at, stat } = this.#request;
    const { partSize, mode } = this.#toSend;
    const signal = AbortSignal.any([this.#request.signal, this.#siblings.signal]);
    // reading goes on after the longest run of parts without a gap; what was sent beyond the gap is not sent again
    const sent = this.#deps.uploads.partsSent(pair.id, path);
    const gapless = sent.filter((part, i) => part.number === i + 1).length;
    const beyond = new Set(sent.slice(gapless).map((part) => part.number));
    this.#progress.done(Math.min(stat.size, gapless * partSize));

    const asked = { partSize, withState: mode === 'concurrent', from: sent[gapless - 1] };
    const parts = this.#deps.content.parts(at, stat.fingerprint, asked, signal);
    const read = (free?: FreeBuffer) => {
      const reading = parts.next(free);
      // who waits for a part that is sent hears of it later
      reading.catch(() => undefined);
      return reading;
    };
    try {
      let reading = read();
      for (;;) {
        const next = await reading;
        const isToSend = !next.done && !beyond.has(next.value.number);
        // asked for before the part's turn comes: the way there and back is no pause between two parts
        const link = isToSend ? this.#links.of(requestOf(next.value), signal) : undefined;
        while (this.#running.size >= (next.done ? 1 : partsAtOnce[mode])) await Promise.race(this.#running);
        this.#throwFailure();
        if (next.done) return { sha256: next.value.sha256, sent: this.#sent };
        if (this.#request.halted()) {
          await Promise.all(this.#running);
          this.#throwFailure();
          throw new KooError('CANCELLED', 'paused');
        }
        if (link) this.#begin(next.value, link, signal);
        else {
          this.#progress.done(next.value.bytes.length);
          this.#free.push(next.value.bytes);
        }
        reading = read(this.#free.pop());
      }
    } catch (thrown) {
      this.#siblings.abort();
      await Promise.all(this.#running);
      // the first failure is the cause; what its siblings say after the abort is not
      throw this.#failure ?? toKooError(thrown);
    } finally {
      await parts.return({ sha256: '' }).catch(() => undefined);
    }
  }

  #begin(part: ContentPart, link: Promise<PartLink>, signal: AbortSignal): void {
    const one: Promise<void> = this.#put(part, link, signal)
      .catch((thrown: unknown) => {
        this.#failure ??= toKooError(thrown);
        this.#siblings.abort();
      })
      .finally(() => this.#running.delete(one));
    this.#running.add(one);
  }

  async #put(part: ContentPart, link: Promise<PartLink>, signal: AbortSignal): Promise<void> {
    const { pair, path } = this.#request;
    const { number, bytes, hasherAfter } = part;
    const progress = (sent: number) => this.#progress.sending(number, sent);
    const one: OnePart = { part: requestOf(part), bytes, link };
    await putPart(this.#deps.koodrive, this.#toSend, this.#links, one, { signal, progress });
    // the server has all of it, so the connection holds none of it any more
    this.#free.push(bytes);
    this.#sent += bytes.length;
    this.#progress.finished(number, bytes.length);
    this.#deps.uploads.partSent(pair.id, path, { number, hasher: hasherAfter });
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }
}

const requestOf = ({ number, bytes, hashState, offset }: ContentPart): PartRequest => ({
  number,
  size: bytes.length,
  offset: hashState === undefined ? undefined : offset,
  hashState,
});

/** Adds up the bytes of parts that are sent and parts that are on their way. */
class PartsProgress {
  readonly #tell: (sent: number) => void;
  readonly #sending = new Map<number, number>();
  #done = 0;

  constructor(tell: (sent: number) => void) {
    this.#tell = tell;
  }

  done(bytes: number): void {
    this.#done += bytes;
  }

  sending(number: number, bytes: number): void {
    this.#sending.set(number, bytes);
    this.#tell(this.#done + [...this.#sending.values()].reduce((sum, sent) => sum + sent, 0));
  }

  finished(number: number, bytes: number): void {
    this.#done += bytes;
    this.#sending.delete(number);
  }
}

type OnePart = {
  readonly part: PartRequest;
  readonly bytes: Uint8Array;
  readonly link: Promise<PartLink>;
};

/** One part to its link; a link that ran out is asked for anew, once. */
async function putPart(
  koodrive: UploadPartsDeps['koodrive'],
  { leastPartSize }: PartsToSend,
  links: PartLinks,
  { part, bytes, link: asked }: OnePart,
  { signal, progress }: Pick<UploadFileRequest, 'signal' | 'progress'>,
): Promise<void> {
  let link = await asked;
  for (let tries = 1; ; tries++) {
    try {
      return await koodrive.putPart(link, bytes, { signal, progress });
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code !== 'LINK_EXPIRED' || tries >= 2) throw told(error, leastPartSize);
      link = await links.anew(part, signal);
    }
  }
}

/** Of a body that did not get through: would smaller ones be possible? */
const told = (error: KooError, leastPartSize: number): KooError => {
  const { body } = error.detail;
  return body ? withDetail(error, { body: { ...body, divisible: body.size > leastPartSize } }) : error;
};
