/** Files that grow: appended to line by line, or written in pieces over some time. Any state between two writes is legal. */
import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { absolute, empty, fresh, type Place } from './place.ts';

/** A log that a service writes, now slowly, now without a rest for longer than the client waits for one. */
export async function writeLogs(place: Place, folder: string): Promise<void> {
  const { random, known, pause, stopped } = place;
  const logs = ['service.log', 'chatty.log'].map((name) => ({
    path: `${folder}/${name}`,
    hash: createHash('sha256'),
    lines: 0,
  }));
  while (!stopped.aborted) {
    const log = random.pick(logs);
    const lines = random.chance(0.15) ? 60 : random.int(1, 5);
    for (let i = 0; i < lines && !stopped.aborted; i++) {
      await pause.during(() => {
        // of a length that never straddles a block, so that no reader meets half a line
        const line = `${String(++log.lines).padStart(8, '0')} ${'.'.repeat(54)}\n`;
        log.hash.update(line);
        known.wroteSha(log.path, empty);
        known.wroteSha(log.path, log.hash.copy().digest('hex'));
        appendFileSync(absolute(place, log.path), line);
        place.did('append', line.length);
      });
      await sleep(random.int(20, 150));
    }
    await sleep(random.int(100, 2500));
  }
}

/** A long file, a mebibyte at a time, at the speed of a copy or of a download. */
export async function writeLongFile(place: Place, path: string, size: number): Promise<void> {
  const { random, known } = place;
  const piece = 1024 * 1024;
  const slow = random.chance(0.3) ? 25 : 0;
  const hash = createHash('sha256');
  const file = openSync(absolute(place, path), 'w');
  known.wroteSha(path, empty);
  // a reader may meet any part of a piece that is being written; the pieces are made again when that is asked
  const first = fresh(random, piece);
  const pieceAt = (n: number) => {
    const copy = Buffer.from(first);
    copy.writeUInt32LE(n, 64);
    return copy;
  };
  known.transition(path, undefined, () =>
    Buffer.concat(Array.from({ length: Math.ceil(size / piece) }, (_, n) => pieceAt(n))).subarray(0, size),
  );
  try {
    for (let n = 0, left = size; left > 0; n++, left -= piece) {
      const bytes = pieceAt(n).subarray(0, Math.min(piece, left));
      hash.update(bytes);
      known.wroteSha(path, hash.copy().digest('hex'));
      writeSync(file, bytes);
      if (slow > 0) await sleep(slow);
      else if (n % 4 === 3) await sleep(1);
    }
  } finally {
    closeSync(file);
  }
  place.did('long file', size);
}
