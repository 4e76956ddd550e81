/**
 * What was seen of the storage of one account: how fast parts go up in sequence and at once, and whether it takes parts in
 * sequence at all (API, open point 27). That one was refused is kept, for to find it out again costs a whole upload.
 */
import type { Notes } from '../storage/notes.ts';
import { chooseMode, type UploadMode } from './plan/upload-mode.ts';

/** After so long it is tried once more, ms. */
const triedAgainAfter = 30 * 24 * 3_600_000;
/** The other mode is measured again after so many uploads in one: lines change. */
const mostInARow = 20;

type KeptRefusal = Pick<Notes, 'sequenceRefused' | 'setSequenceRefused'>;

export class UploadModes {
  readonly #notes: KeptRefusal;
  readonly #leastMeasured: number;
  readonly #now: () => number;
  #rates: Record<UploadMode, number | undefined> = { sequential: undefined, concurrent: undefined };
  #inARow = 0;
  #last: UploadMode | undefined;

  /** `leastMeasured`: fewer bytes say more about the round trip than about the line; `now`: epoch ms */
  constructor(notes: KeptRefusal, leastMeasured: number, now: () => number) {
    this.#notes = notes;
    this.#leastMeasured = leastMeasured;
    this.#now = now;
  }

  /** For an upload that begins now. */
  choose(): UploadMode {
    const mode = chooseMode(this.#rates, this.#isRefused());
    this.#inARow = mode === this.#last ? this.#inARow + 1 : 1;
    this.#last = mode;
    if (this.#inARow >= mostInARow) {
      this.#inARow = 0;
      this.#rates[mode === 'sequential' ? 'concurrent' : 'sequential'] = undefined;
    }
    return mode;
  }

  /** So many bytes went up within so many ms. */
  measured(mode: UploadMode, bytes: number, ms: number): void {
    if (bytes < this.#leastMeasured || ms <= 0) return;
    const rate = bytes / ms;
    const before = this.#rates[mode];
    this.#rates[mode] = before === undefined ? rate : (before + rate) / 2;
  }

  /** What was refused in sequence was taken at once. */
  refused(): void {
    this.#notes.setSequenceRefused(this.#now());
  }

  /** The way is another one. */
  forget(): void {
    this.#rates = { sequential: undefined, concurrent: undefined };
  }

  #isRefused(): boolean {
    const at = this.#notes.sequenceRefused();
    // a clock that was set back says nothing of how long ago it was
    return at !== undefined && Math.abs(this.#now() - at) < triedAgainAfter;
  }
}
