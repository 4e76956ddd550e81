/**
 * Shows the content of a version, or what changed between two, in a frame of its own: a process without network and
 * without a way into this window (docs/decisions/preview-in-a-frame.md). Give it one content, or the older and the newer.
 */
import { useContext, useImperativeHandle, useState, type ReactNode, type Ref } from 'react';
import {
  framePage,
  type FrameContent,
  type FrameView,
  type Shown,
  type Taken,
} from '../../preview/protocol.ts';
import { PreferencesContext } from '../state/use-preferences.ts';
import { useStrings } from '../strings/use-strings.ts';
import { PreviewGone } from './preview-gone.tsx';
import { usePreviewFrame } from './use-preview-frame.ts';

export type PreviewHandle = {
  /** opens the search within what is shown, and moves the focus there */
  readonly find: () => void;
};

/** How the user last wanted to see changes, until the window is closed. */
let lastLayout: FrameView['layout'] = 'side';

export function PreviewFrame({
  contents,
  mode,
  onTake,
  onShown,
  onLeave,
  ref,
}: {
  /** one for a preview; the older one and the newer one for what changed */
  readonly contents: readonly FrameContent[];
  readonly mode: 'preview' | 'changes';
  /** The newer content is the file as it is: parts of the older one can be chosen and brought back into it. */
  readonly onTake?: ((taken: Taken) => void) | undefined;
  readonly onShown?: ((shown: Shown) => void) | undefined;
  /** Escape was pressed in it */
  readonly onLeave?: (() => void) | undefined;
  readonly ref?: Ref<PreviewHandle>;
}): ReactNode {
  const { t, language, formats } = useStrings();
  const { theme } = useContext(PreferencesContext).preferences;
  const [layout, setLayout] = useState(lastLayout);
  const canTake = onTake !== undefined;
  const key = [mode, canTake, ...contents.flatMap((one) => [one.name, one.sha256, one.title, one.url])].join(
    '\n',
  );
  const talk = usePreviewFrame(
    { mode, contents, canTake, view: { language, tag: formats.tag, theme, layout } },
    key,
    (message) => {
      if (message.type === 'shown') onShown?.(message);
      if (message.type === 'taken') onTake?.(message);
      if (message.type === 'leave') onLeave?.();
      if (message.type === 'layout') {
        lastLayout = message.layout;
        setLayout(message.layout);
      }
    },
  );
  const first = contents[0];
  useImperativeHandle(ref, () => ({ find: talk.find }), [talk]);
  if (first === undefined) return null;
  if (talk.state === 'gone') return <PreviewGone name={first.name} size={first.size} onAgain={talk.again} />;
  return (
    <iframe
      key={talk.life}
      ref={talk.setElement}
      className="preview-frame"
      data-drawn={talk.isDrawn}
      // scripts of the frame's own page; neither this window's origin, nor navigation, forms, dialogs or downloads
      sandbox="allow-scripts"
      src={framePage}
      title={t(mode === 'preview' ? 'preview.frame' : 'preview.framed', { name: first.name })}
      aria-busy={talk.state === 'reading'}
    />
  );
}
