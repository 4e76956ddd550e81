/** The parts of one content, each to its own link: one part from memory, or many in parallel as they are read. */
import type { KooDrive, PartLink, PartRequest } from '../../koodrive/api.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import type { Content, ContentPart } from '../../disk/read-content.ts';
import type { UploadFileRequest } from './upload-file.ts';
import type { UploadIntents } from './upload-intents.ts';

/** Memory in use is this many parts, and one that is being read. */
const partsAtOnce = 3;

type Upload = {
  readonly fileId: string;
  readonly partSize: number;
  /** links that came with the start of the upload */
  readonly links: readonly PartLink[];
  readonly bytes: Uint8Array | undefined;
  readonly sha256: string | undefined;
};

/** Sends what is not sent yet; returns the SHA-256 (hex) of the whole content. */
export async function uploadParts(
  parts: { koodrive: KooDrive; content: Content; intents: UploadIntents },
  job: UploadFileRequest,
  upload: Upload,
): Promise<string> {
  const { koodrive, content, intents } = parts;
  const { id: pairId } = job.pair;
  const { size, fingerprint } = job.stat;

  const put = async (
    part: PartRequest,
    bytes: Uint8Array,
    signal: AbortSignal,
    progress: (sent: number) => void,
  ) => {
    let link =
      upload.links.find((one) => one.number === part.number) ??
      (await freshLink(koodrive, upload.fileId, part, signal));
    for (let tries = 1; ; tries++) {
      try {
        return await koodrive.putPart(link, bytes, { signal, progress });
      } catch (thrown) {
        const error = toKooError(thrown);
        if (error.code !== 'LINK_EXPIRED' || tries >= 2) throw error;
        link = await freshLink(koodrive, upload.fileId, part, signal);
      }
    }
  };

  if (upload.bytes && upload.sha256 !== undefined) {
    await put({ number: 1, size, offset: 0, hashState: [] }, upload.bytes, job.signal, job.progress);
    return upload.sha256;
  }

  // one failed part ends its siblings: their slots and their bytes are of no use any more
  const ownAbort = new AbortController();
  const signal = AbortSignal.any([job.signal, ownAbort.signal]);
  const { partSize } = upload;
  // reading goes on after the longest run of parts without a gap; what was sent beyond the gap is not sent again
  const sentBefore = intents.partsSent(pairId, job.path);
  const whole = sentBefore.filter((part, i) => part.number === i + 1).length;
  const from = sentBefore[whole - 1];
  const beyond = new Set(sentBefore.slice(whole).map((part) => part.number));
  const sentBytes = new Map<number, number>();
  let before = Math.min(size, whole * partSize);
  const told = () => {
    job.progress(before + [...sentBytes.values()].reduce((sum, sent) => sum + sent, 0));
  };
  const finished = (part: ContentPart) => {
    before += part.bytes.length;
    sentBytes.delete(part.number);
    intents.partSent(pairId, job.path, { number: part.number, hasher: part.hasherAfter });
  };

  const running = new Set<Promise<void>>();
  let failure: KooError | undefined;
  const reading = content.parts(job.absolute, fingerprint, partSize, from, signal);
  try {
    for (;;) {
      const next = await reading.next();
      if (next.done) {
        await Promise.all(running);
        if (failure) throw failure;
        return next.value.sha256;
      }
      const part = next.value;
      if (beyond.has(part.number)) {
        before += part.bytes.length;
        continue;
      }
      const request = {
        number: part.number,
        size: part.bytes.length,
        offset: part.offset,
        hashState: part.hashState,
      };
      const one: Promise<void> = put(request, part.bytes, signal, (sent) => {
        sentBytes.set(part.number, sent);
        told();
      })
        .then(() => finished(part))
        .catch((thrown: unknown) => {
          failure ??= toKooError(thrown);
          ownAbort.abort();
        })
        .finally(() => running.delete(one));
      running.add(one);
      if (running.size >= partsAtOnce) await Promise.race(running);
      if (failure) throw failure;
    }
  } catch (thrown) {
    ownAbort.abort();
    await Promise.all(running);
    // the first failure is the cause; what its siblings say after the abort is not
    throw failure ?? toKooError(thrown);
  } finally {
    await reading.return({ sha256: '' }).catch(() => undefined);
  }
}

async function freshLink(
  koodrive: KooDrive,
  fileId: string,
  part: PartRequest,
  signal: AbortSignal,
): Promise<PartLink> {
  const [link] = await koodrive.partLinks(fileId, [part], { signal });
  if (!link) throw new KooError('BAD_ANSWER', `no link for part ${part.number}`);
  return link;
}
