/**
 * Links for the parts of one upload: those that came with its start, and those that are asked for while parts are sent.
 * In sequence nothing has to be known of a part but its size, so one call asks for the links of many (API section 7).
 */
import type { KooDrive, PartLink, PartRequest } from '../../koodrive/api.ts';
import { KooError } from '../../model/errors.ts';
import type { UploadMode } from '../plan/upload-mode.ts';

/**
 * Where parts go at once the state of the hash before a part is asked for with its link, and is known no earlier. In
 * sequence few enough that the last of them seldom runs out on a slow line: of most files 64 MiB, in an hour.
 */
const askedAtOnce: Readonly<Record<UploadMode, number>> = { sequential: 8, concurrent: 1 };

export type PartsOfUpload = {
  readonly fileId: string;
  /** bytes of the whole content, and of every part but the last */
  readonly size: number;
  readonly partSize: number;
  readonly mode: UploadMode;
  /** links that came with the start of the upload */
  readonly links: readonly PartLink[];
};

export class PartLinks {
  readonly #koodrive: Pick<KooDrive, 'partLinks'>;
  readonly #upload: PartsOfUpload;
  /** by the number of the part, each for one use */
  readonly #asked = new Map<number, Promise<PartLink>>();

  constructor(koodrive: Pick<KooDrive, 'partLinks'>, upload: PartsOfUpload) {
    this.#koodrive = koodrive;
    this.#upload = upload;
    for (const link of upload.links) this.#asked.set(link.number, Promise.resolve(link));
  }

  /** Rejects with the KooError of the call. A link that nobody waits for may fail unheard: its part may never have its turn. */
  of(part: PartRequest, signal: AbortSignal): Promise<PartLink> {
    const link = this.#asked.get(part.number) ?? this.#ask(part, signal);
    this.#asked.delete(part.number);
    return link;
  }

  /** For a part whose link ran out. */
  async anew(part: PartRequest, signal: AbortSignal): Promise<PartLink> {
    return oneOf(await this.#koodrive.partLinks(this.#upload.fileId, [part], { signal }), part);
  }

  /** Asks for the links of this part and of those after it; gives this one's. */
  #ask(part: PartRequest, signal: AbortSignal): Promise<PartLink> {
    const { fileId, mode } = this.#upload;
    const after = this.#after(part, askedAtOnce[mode] - 1);
    const links = this.#koodrive.partLinks(fileId, [part, ...after], { signal });
    const linkOf = (one: PartRequest) => {
      const link = links.then((given) => oneOf(given, one));
      link.catch(() => undefined);
      return link;
    };
    for (const one of after) this.#asked.set(one.number, linkOf(one));
    return linkOf(part);
  }

  /** The next parts in sequence, at most `most` of them. */
  #after({ number }: PartRequest, most: number): PartRequest[] {
    const { size, partSize } = this.#upload;
    return Array.from({ length: Math.min(most, Math.ceil(size / partSize) - number) }, (_, nth) => ({
      number: number + 1 + nth,
      size: Math.min(partSize, size - (number + nth) * partSize),
      offset: undefined,
      hashState: undefined,
    }));
  }
}

function oneOf(links: readonly PartLink[], { number }: PartRequest): PartLink {
  const link = links.find((one) => one.number === number);
  if (!link) throw new KooError('BAD_ANSWER', `no link for part ${String(number)}`);
  return link;
}
