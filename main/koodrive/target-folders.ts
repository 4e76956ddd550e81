/**
 * Id paths of the folders that things are moved into, kept for a moment: whoever moves six hundred folders into one asks for
 * its path a few times, and not six hundred. A path holds ids and no names, so only a move of the folder, or of one above it,
 * makes it another.
 */
import type { Clock } from '../lib/clock.ts';

/** Somebody else's move is seen after so long, ms. */
const keptMs = 2000;
/** More targets at a time are no one's who moves many things into one. */
const mostKept = 100;

export type TargetFolders = {
  /** The path of this folder, by `ask` where it is not known. Rejects as `ask` does. */
  pathOf(containerId: string, fileId: string, ask: () => Promise<string>): Promise<string>;
  /** This item is moved: paths through it hold no longer. */
  moved(containerId: string, fileId: string): void;
};

type Known = {
  readonly containerId: string;
  readonly at: number;
  readonly asked: Promise<string>;
  /** undefined: it is being asked for */
  path: string | undefined;
};

export function createTargetFolders(clock: Pick<Clock, 'elapsed'>): TargetFolders {
  const known = new Map<string, Known>();
  return {
    async pathOf(containerId, fileId, ask) {
      const key = `${containerId} ${fileId}`;
      const found = known.get(key);
      if (found && clock.elapsed() - found.at < keptMs) {
        const path = await found.asked.catch(() => undefined);
        // who asked first may have been cancelled: that is no answer for anybody else
        if (path !== undefined && known.get(key) === found) return path;
      }
      if (known.size >= mostKept) known.clear();
      const mine: Known = { containerId, at: clock.elapsed(), asked: ask(), path: undefined };
      known.set(key, mine);
      try {
        mine.path = await mine.asked;
        return mine.path;
      } catch (thrown) {
        if (known.get(key) === mine) known.delete(key);
        throw thrown;
      }
    },
    moved(containerId, fileId) {
      for (const [key, one] of known) {
        const isThrough = one.path === undefined || one.path.split('/').includes(fileId);
        if (one.containerId === containerId && isThrough) known.delete(key);
      }
    },
  };
}
