/** How long a call is on its way there and back, without what the server and this machine do meanwhile. */

/** Of so many calls the quickest one counts: all that is longer is somebody's work, or a queue. */
const remembered = 32;

export class RoundTrip {
  readonly #last: number[] = [];

  /** ms; undefined: nothing is known of the way */
  get ms(): number | undefined {
    return this.#last.length === 0 ? undefined : Math.min(...this.#last);
  }

  /** A call that asks for little was answered after so many ms. */
  measured(ms: number): void {
    this.#last.push(ms);
    if (this.#last.length > remembered) this.#last.shift();
  }

  /** The way is another one. */
  forget(): void {
    this.#last.length = 0;
  }
}
