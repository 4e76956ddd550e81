/** What a view of changes is given, and what it answers. */
import type { FrameContent, FrameView, Taken } from '../protocol.ts';
import type { ShownContent } from './shown-content.ts';

export type TakenText = Pick<Taken, 'text' | 'encoding' | 'hunks' | 'sha256'>;

export type ChangesProps = {
  readonly before: FrameContent;
  readonly after: FrameContent;
  readonly layout: FrameView['layout'];
  readonly onLayout: (layout: FrameView['layout']) => void;
  readonly canTake: boolean;
  readonly onShown: (what: ShownContent) => void;
  readonly onTake: (what: TakenText) => void;
};
