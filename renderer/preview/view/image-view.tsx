import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import type { Loaded } from '../read/load.ts';
import { FactLine, ToolButton, useBlobUrl } from './parts.tsx';
import { useWords } from './words.ts';

export type Image = Extract<Loaded, { kind: 'image' }>;

const steps = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8, 16];

export function ImageView({
  content,
  image,
  otherwise,
}: {
  readonly content: FrameContent;
  readonly image: Image;
  /** what is shown where Chromium cannot decode it */
  readonly otherwise: ReactNode;
}): ReactNode {
  const { t, size, count } = useWords();
  const url = useBlobUrl(image.bytes, image.mime);
  const [natural, setNatural] = useState(image.pixels);
  const [broken, setBroken] = useState(false);
  const [zoom, setZoom] = useState<number>();
  const stage = useRef<HTMLDivElement>(null);
  const shown = zoom ?? fitOf(natural, stage.current);
  const step = (direction: 1 | -1): void => {
    const next =
      direction === 1 ? steps.find((one) => one > shown * 1.01) : steps.findLast((one) => one < shown * 0.99);
    if (next !== undefined) setZoom(next);
  };
  useZoomKeys(step, setZoom);
  if (broken) return otherwise;
  return (
    <>
      <div className="tools">
        <ToolButton
          icon="minus"
          label={t('preview.zoomOut')}
          onPress={() => {
            step(-1);
          }}
        />
        <span className="zoom" aria-live="polite">
          {t('preview.percent', { percent: count(Math.round(shown * 100)) })}
        </span>
        <ToolButton
          icon="plus"
          label={t('preview.zoomIn')}
          onPress={() => {
            step(1);
          }}
        />
        <button
          type="button"
          className="text-tool"
          aria-pressed={zoom === undefined}
          onClick={() => {
            setZoom(undefined);
          }}
        >
          {t('preview.fit')}
        </button>
        <button
          type="button"
          className="text-tool"
          aria-pressed={zoom === 1}
          onClick={() => {
            setZoom(1);
          }}
        >
          {t('preview.actualSize')}
        </button>
      </div>
      <div className="stage scroll" ref={stage} tabIndex={0} data-fit={zoom === undefined}>
        {url === undefined ? null : (
          <img
            src={url}
            alt={content.name}
            className="checkered"
            draggable={false}
            data-sharp={shown >= 2}
            style={
              zoom === undefined || natural === undefined
                ? {}
                : { width: natural.width * zoom, height: natural.height * zoom }
            }
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              if (naturalWidth > 0) setNatural({ width: naturalWidth, height: naturalHeight });
            }}
            onError={() => {
              setBroken(true);
            }}
          />
        )}
      </div>
      <FactLine
        facts={[
          natural === undefined
            ? undefined
            : t('preview.pixels', { width: count(natural.width), height: count(natural.height) }),
          image.format.toUpperCase(),
          size(content.size),
        ]}
      />
    </>
  );
}

/** As large as the room allows, and never larger than it is. */
function fitOf(natural: Image['pixels'], stage: HTMLDivElement | null): number {
  if (natural === undefined || stage === null) return 1;
  return Math.min(1, (stage.clientWidth - 32) / natural.width, (stage.clientHeight - 32) / natural.height);
}

function useZoomKeys(step: (direction: 1 | -1) => void, set: (zoom: number | undefined) => void): void {
  const latest = useRef({ step, set });
  latest.current = { step, set };
  useEffect(() => {
    const press = ({ key, ctrlKey, metaKey, target }: KeyboardEvent): void => {
      if (ctrlKey || metaKey || target instanceof HTMLInputElement) return;
      if (key === '+' || key === '=') latest.current.step(1);
      if (key === '-') latest.current.step(-1);
      if (key === '0') latest.current.set(undefined);
      if (key === '1') latest.current.set(1);
    };
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      latest.current.step(event.deltaY < 0 ? 1 : -1);
    };
    window.addEventListener('keydown', press);
    window.addEventListener('wheel', wheel, { passive: false });
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('wheel', wheel);
    };
  }, []);
}
