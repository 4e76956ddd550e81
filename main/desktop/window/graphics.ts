/**
 * Chromium draws in a process of its own, and ends the whole app when that one crashes too often: three times with the
 * graphics card, three times without. Syncing must not end with it. So its crashes are counted: before the last one the app
 * starts anew, and from then on without the card for a while. Pure but for the small file that remembers it.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { atomicWriteSync } from '../../lib/atomic-write.ts';

/** After so many Chromium gives up the card by itself; the next start is without it, too. */
const crashesWithCard = 3;
/** Chromium survives one more without the card, and another ends it. */
const crashesInAll = 4;
/** Without the card from the start, and without Chromium's limit: more would be a loop. */
const crashesWithoutCard = 10;
/** Chromium forgives a crash after so long, and so do we. */
const forgivenMs = 60 * 60_000;
/** A new driver may have come: the card is tried again. */
const withoutCardMs = 7 * 24 * 60 * 60_000;

export type GraphicsAdvice = 'nothing' | 'avoid-card' | 'start-anew' | 'give-up';

/**
 * Counts crashes of the process that draws, by a clock in ms; says what is to be done at each. `isWithoutCard`: it drew
 * without the card from the start.
 */
export function createGraphicsCount(isWithoutCard: boolean): (now: number) => GraphicsAdvice {
  let crashes: number[] = [];
  return (now) => {
    crashes = [...crashes.filter((at) => now - at < forgivenMs), now];
    if (isWithoutCard) return crashes.length >= crashesWithoutCard ? 'give-up' : 'nothing';
    if (crashes.length >= crashesInAll) return 'start-anew';
    return crashes.length >= crashesWithCard ? 'avoid-card' : 'nothing';
  };
}

const schema = z.object({ version: z.string(), avoidedSince: z.number() });

/** Is the card to be left alone? Not by another version of KooSync, which may bring another Chromium. Never throws. */
export function isCardAvoided(file: string, version: string, now: number): boolean {
  try {
    const remembered = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const age = now - remembered.avoidedSince;
    return remembered.version === version && age >= 0 && age < withoutCardMs;
  } catch {
    return false;
  }
}

/** Never throws: what cannot be remembered is found out again. */
export function avoidCard(file: string, version: string, now: number): void {
  try {
    const remembered = { version, avoidedSince: now } satisfies z.infer<typeof schema>;
    atomicWriteSync(file, `${JSON.stringify(remembered)}\n`, 0o600);
  } catch {
    // a disk that is full or read-only
  }
}
