import { useState, type CSSProperties, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import type { Image } from './image-view.tsx';
import { FactLine, Switch, useBlobUrl, useWide } from './parts.tsx';
import { useWords } from './words.ts';

type Mode = 'side' | 'swipe' | 'onion';

export function ImageChanges({
  before,
  after,
  older,
  newer,
}: {
  readonly before: FrameContent;
  readonly after: FrameContent;
  readonly older: Image;
  readonly newer: Image;
}): ReactNode {
  const { t, count, size } = useWords();
  const [mode, setMode] = useState<Mode>('side');
  const [share, setShare] = useState(50);
  const [one, other] = [useBlobUrl(older.bytes, older.mime), useBlobUrl(newer.bytes, newer.mime)];
  const wide = useWide(560);
  const dimensions = (image: Image): string | undefined =>
    image.pixels === undefined
      ? undefined
      : t('preview.pixels', { width: count(image.pixels.width), height: count(image.pixels.height) });
  return (
    <>
      <div className="tools">
        <Switch<Mode>
          label={t('preview.layout')}
          value={mode}
          options={[
            ['side', t('preview.side')],
            ['swipe', t('preview.swipe')],
            ['onion', t('preview.onion')],
          ]}
          onChange={setMode}
        />
        {mode === 'side' ? null : (
          <input
            type="range"
            min="0"
            max="100"
            value={share}
            aria-label={t(mode === 'swipe' ? 'preview.swipeShare' : 'preview.onionShare')}
            onChange={({ target }) => {
              setShare(Number(target.value));
            }}
          />
        )}
      </div>
      <div className="sides" data-layout={mode === 'side' && wide ? 'side' : 'inline'}>
        <span className="side-before">{before.title}</span>
        <span className="side-after">{after.title}</span>
      </div>
      <div
        className="image-pair scroll"
        data-mode={mode}
        data-wide={wide}
        tabIndex={0}
        style={{ '--share': `${share}%`, '--opacity': share / 100 } as CSSProperties}
      >
        <figure>
          {one === undefined ? null : <img className="checkered" src={one} alt={before.title} />}
        </figure>
        <figure className="over">
          {other === undefined ? null : <img className="checkered" src={other} alt={after.title} />}
        </figure>
        {mode === 'swipe' ? <div className="swipe-line" /> : null}
      </div>
      <FactLine
        facts={[
          before.title,
          dimensions(older),
          size(before.size),
          after.title,
          dimensions(newer),
          size(after.size),
        ]}
      />
    </>
  );
}
