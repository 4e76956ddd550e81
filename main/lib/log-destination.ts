/**
 * The file that the lines of the log go to. Nothing that becomes of it stops the work: lines that cannot be written are
 * remembered for a while, and go into the file when it can be written again. A file that was put aside or removed, by
 * logrotate or another process of ours, is begun anew.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fsCodeOf, fsFailureOf } from './fs-errors.ts';

/** Why lines cannot be written: what the system calls it. */
export type LogTrouble = { readonly path: string; readonly system: string; readonly isFull: boolean };

export type LogDestination = {
  /** A line is with the system when this returns, where it can be written. Never throws. */
  write(line: string): void;
  /** Is all that was said in the file? */
  isKept(): boolean;
  /** Tells the first trouble, once; also one that came before. */
  onTrouble(tell: (trouble: LogTrouble) => void): void;
  flush(): void;
  end(): void;
};

/** More lines than this are not remembered. */
const remembered = 1000;

/** The folder of `file` is made where it is not there, the one above it is not. `kept`: files, the present one included. */
export function openDestination(file: string, maxBytes: number, kept: number): LogDestination {
  const waiting: Buffer[] = [];
  const to = new RotatedFile(file, maxBytes, kept);
  let ended = false;
  let trouble: LogTrouble | undefined;
  let tellTrouble: ((trouble: LogTrouble) => void) | undefined;

  const attempt = (work: () => void) => {
    try {
      if (!ended) work();
    } catch (thrown) {
      if (trouble) return;
      const system = fsCodeOf(thrown);
      // a file stands where its folder should be
      const inTheWay = system === 'ENOTDIR' ? path.dirname(file) : file;
      trouble = { path: inTheWay, system, isFull: fsFailureOf(thrown) === 'full' };
      tellTrouble?.(trouble);
    }
  };
  const drain = () => {
    for (let line = waiting[0]; line !== undefined; line = waiting[0]) {
      const written = to.write(line);
      if (written < line.byteLength) waiting[0] = line.subarray(written);
      else waiting.shift();
    }
  };
  attempt(() => {
    to.open();
  });
  return {
    write(line) {
      waiting.push(Buffer.from(line));
      if (waiting.length > remembered) waiting.shift();
      attempt(drain);
    },
    isKept: () => !ended && to.isOpen && waiting.length === 0,
    onTrouble(tell) {
      tellTrouble = tell;
      if (trouble) tell(trouble);
    },
    flush() {
      attempt(drain);
      to.sync();
    },
    end() {
      attempt(drain);
      ended = true;
      to.close();
    },
  };
}

/** The file as it is open: the one that is at its path now, and not too long. */
class RotatedFile {
  readonly #file: string;
  readonly #maxBytes: number;
  readonly #kept: number;
  #open: OpenLog | undefined;
  /** bytes until it is put aside */
  #room = 0;

  constructor(file: string, maxBytes: number, kept: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#kept = kept;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Begins anew. Throws what the file system throws; a file that was open before is then still open. */
  open(): void {
    const before = this.#open;
    this.#room = this.#maxBytes;
    rotate(this.#file, this.#maxBytes, this.#kept);
    this.#open = open(this.#file);
    const { size } = fs.fstatSync(this.#open.fd);
    if (size < this.#maxBytes) this.#room -= size;
    if (before) fs.closeSync(before.fd);
  }

  /** Returns how many bytes were written. Throws where there is nothing to write to. */
  write(bytes: Buffer): number {
    const written = fs.writeSync(this.#current().fd, bytes);
    this.#room -= written;
    return written;
  }

  #current(): OpenLog {
    if (this.#open && this.#room > 0 && isAt(this.#file, this.#open)) return this.#open;
    try {
      this.open();
    } catch (thrown) {
      // put aside and not begun anew: it goes on where it is, unless it was removed
      if (!this.#open || fs.fstatSync(this.#open.fd).nlink === 0) throw thrown;
    }
    if (!this.#open) throw new Error('no log is open');
    return this.#open;
  }

  sync(): void {
    try {
      if (this.#open) fs.fsyncSync(this.#open.fd);
    } catch {
      // a terminal or a pipe, or a disk that is gone: the lines are with the system
    }
  }

  close(): void {
    try {
      if (this.#open) fs.closeSync(this.#open.fd);
    } catch {
      // the disk is gone
    }
    this.#open = undefined;
  }
}

type OpenLog = { readonly fd: number; readonly dev: bigint; readonly ino: bigint };

function open(file: string): OpenLog {
  try {
    fs.mkdirSync(path.dirname(file), { mode: 0o700 });
  } catch (thrown) {
    if (fsFailureOf(thrown) !== 'exists') throw thrown;
  }
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = fs.constants;
  // a pipe that nobody reads must not keep us waiting
  const fd = fs.openSync(file, O_WRONLY | O_APPEND | O_CREAT | (O_NONBLOCK ?? 0), 0o600);
  const { dev, ino } = fs.fstatSync(fd, { bigint: true });
  return { fd, dev, ino };
}

/** Where that cannot be told it is. */
function isAt(file: string, { dev, ino }: OpenLog): boolean {
  try {
    const found = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    return found?.ino === ino && found.dev === dev;
  } catch {
    return true;
  }
}

/** Moves koosync.log to koosync.1.log, .1 to .2 and so on when it is over its size; the oldest goes. Never throws. */
function rotate(file: string, maxBytes: number, kept: number): void {
  try {
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < maxBytes) return;
    const old = (n: number) => file.replace(/\.log$/, `.${String(n)}.log`);
    fs.rmSync(old(kept - 1), { force: true });
    for (let n = kept - 2; n >= 1; n--) if (fs.existsSync(old(n))) fs.renameSync(old(n), old(n + 1));
    fs.renameSync(file, old(1));
  } catch {
    // another process holds a file open (Windows): we go on in the long file and try again after as much once more
  }
}
