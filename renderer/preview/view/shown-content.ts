import type { Shown } from '../protocol.ts';

/** What the window is told of what is shown. */
export type ShownContent = Pick<Shown, 'kind' | 'refused' | 'hunks'>;
