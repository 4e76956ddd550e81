/**
 * Who has a file open for writing, where the system tells it. Each question costs some ms of a thread, so a few may be asked for
 * what people save, and none for an archive that is unpacked: what cannot be asked for waits as long as anything else.
 */
import type { Disk } from '../../disk/disk.ts';
import type { Clock } from '../../lib/clock.ts';
import { inodeIn, type FileStat } from '../../model/file-stat.ts';
import type { LocalPath } from '../../model/local-path.ts';
import type { Writers } from '../plan/settling.ts';

/** So many questions at once, and one more after so long each. */
const most = 20;
const eachMs = 100;
/** After a question nothing is asked for so many times as long as the answer took. */
const restsTimes = 20;

export class FileWriters {
  readonly #disk: Pick<Disk, 'isOpenForWriting'>;
  readonly #clock: Pick<Clock, 'elapsed'>;
  /** questions that may be asked, as of `#at` */
  #left = most;
  #at: number;
  #restsUntil = 0;

  constructor({ disk, clock }: { disk: Pick<Disk, 'isOpenForWriting'>; clock: Pick<Clock, 'elapsed'> }) {
    this.#disk = disk;
    this.#clock = clock;
    this.#at = clock.elapsed();
  }

  /** Does the system tell it? Then what is not asked for is taken for open. */
  get areTold(): boolean {
    return this.#disk.isOpenForWriting !== undefined;
  }

  /** Takes one of the questions that may be asked: whoever may ask later, and who asks now, has taken one. */
  mayAsk(): boolean {
    const now = this.#clock.elapsed();
    this.#left = Math.min(most, this.#left + (now - this.#at) / eachMs);
    this.#at = now;
    if (now < this.#restsUntil || this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Of the file that was found there. */
  async of(at: LocalPath, { fingerprint }: Pick<FileStat, 'fingerprint'>): Promise<Writers> {
    const inode = inodeIn(fingerprint);
    if (inode === undefined || !this.areTold) return 'untold';
    if (!this.mayAsk()) return 'maybe';
    const begun = this.#clock.elapsed();
    const isOpen = await this.#disk.isOpenForWriting?.(at, inode);
    const now = this.#clock.elapsed();
    this.#restsUntil = Math.max(this.#restsUntil, now + (now - begun) * restsTimes);
    if (isOpen === undefined) return 'untold';
    return isOpen ? 'maybe' : 'none';
  }
}
