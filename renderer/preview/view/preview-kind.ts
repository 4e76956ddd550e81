import type { Kind } from '../read/kind.ts';
import type { Loaded } from '../read/load.ts';

/** The kind of file that something drawn was made of. */
export function kindOfLoaded(loaded: Loaded): Kind {
  switch (loaded.kind) {
    case 'refused':
      return loaded.what;
    case 'document':
      return loaded.slides ? 'slides' : 'word';
    case 'tables':
      return 'sheet';
    default:
      return loaded.kind;
  }
}
