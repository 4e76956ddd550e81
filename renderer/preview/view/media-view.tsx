import { useState, type ReactNode } from 'react';
import { Icon } from '../../src/ui/icon.tsx';
import type { FrameContent } from '../protocol.ts';
import type { Loaded } from '../read/load.ts';
import { FactLine, useBlobUrl } from './parts.tsx';
import { useWords } from './words.ts';

export function MediaView({
  content,
  media,
  otherwise,
}: {
  readonly content: FrameContent;
  readonly media: Extract<Loaded, { kind: 'audio' | 'video' }>;
  /** what is shown where Chromium cannot play it */
  readonly otherwise: ReactNode;
}): ReactNode {
  const { t, size } = useWords();
  const [broken, setBroken] = useState(false);
  const [seconds, setSeconds] = useState<number>();
  const [bytes] = useState(() => (content.bytes === undefined ? undefined : new Uint8Array(content.bytes)));
  const blob = useBlobUrl(bytes, media.mime);
  // from its address it is read in pieces, as it plays
  const src = content.bytes === undefined ? content.url : blob;
  if (broken) return otherwise;
  const common = {
    src,
    controls: true,
    preload: 'metadata',
    controlsList: 'nodownload noremoteplayback',
    disableRemotePlayback: true,
    'aria-label': content.name,
    onError: () => {
      setBroken(true);
    },
    onLoadedMetadata: ({ currentTarget }: { currentTarget: HTMLMediaElement }) => {
      if (Number.isFinite(currentTarget.duration)) setSeconds(currentTarget.duration);
    },
  } as const;
  return (
    <>
      <div className="stage media">
        {src === undefined ? null : media.kind === 'video' ? (
          <video {...common} disablePictureInPicture />
        ) : (
          <div className="audio">
            <div className="audio-mark">
              <Icon name="pulse" size={40} />
            </div>
            <audio {...common} />
          </div>
        )}
      </div>
      <FactLine
        facts={[
          t(media.kind === 'video' ? 'preview.kind.video' : 'preview.kind.audio'),
          seconds === undefined ? undefined : clock(seconds),
          size(content.size),
        ]}
      />
    </>
  );
}

function clock(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
