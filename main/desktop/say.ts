/** Words for a terminal, from a process that may have none and may be about to end. */
import { writeSync } from 'node:fs';
import { visibleLines } from '../../shared/visible-text.ts';

/** The text and a line break, whole. Never throws. */
export function say(to: 'stdout' | 'stderr', text: string): void {
  try {
    writeSync(to === 'stdout' ? 1 : 2, `${visibleLines(text)}\n`);
  } catch {
    // nobody listens any more, or on Windows nobody ever did
  }
}
