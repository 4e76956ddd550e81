/**
 * The largest body that gets through to the storages, as far as it shows: a proxy or a firewall may refuse larger ones
 * (413), or cut the connection. One cut may be chance; a second one at the same place in a body, while the host answers,
 * is likely a limit. Taken for one where it is none, it costs a few requests more, for smaller parts.
 */

export type CutBody = {
  /** bytes */
  readonly size: number;
  /** bytes that were handed to the connection before it broke: more than got through, by what lies in buffers */
  readonly sent: number;
};

/** Buffers differ from one try to the next. */
const alike = (one: number, other: number): boolean => Math.min(one, other) >= Math.max(one, other) / 2;

export class TransferLimit {
  readonly #leastSize: number;
  #bytes: number | undefined;
  #lastCut: CutBody | undefined;

  /** `leastSize`: a connection that breaks within a smaller body breaks for another reason. */
  constructor(leastSize: number) {
    this.#leastSize = leastSize;
  }

  /** Bodies above so many bytes do not get through; undefined: all do. */
  get bytes(): number | undefined {
    return this.#bytes;
  }

  /** Somebody said that the body is too large. */
  refused({ size }: CutBody): void {
    this.#lower(size - 1);
  }

  /** The connection broke within the body, and its host answers all the same. */
  cut(body: CutBody): void {
    if (body.size < this.#leastSize || body.sent === 0) return;
    const last = this.#lastCut;
    this.#lastCut = body;
    const again = this.#bytes !== undefined && body.size > this.#bytes;
    if (again || (last && alike(last.sent, body.sent)))
      this.#lower(Math.min(body.size - 1, Math.max(body.sent, last?.sent ?? 0)));
  }

  /** A body of this size got through. */
  passed(size: number): void {
    if (size > (this.#bytes ?? Number.POSITIVE_INFINITY)) this.#bytes = undefined;
    if (size >= (this.#lastCut?.size ?? Number.POSITIVE_INFINITY)) this.#lastCut = undefined;
  }

  /** The way is another one. */
  forget(): void {
    this.#bytes = undefined;
    this.#lastCut = undefined;
  }

  #lower(bytes: number): void {
    this.#bytes = Math.min(this.#bytes ?? Number.POSITIVE_INFINITY, bytes);
  }
}
