/** The bytes of a content that nothing else is known of. Only rows in sight are drawn, and their bytes read. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { FrameContent } from '../protocol.ts';
import { bytesPerRow, hexRow } from '../read/hex.ts';
import type { Source } from '../read/source.ts';
import { FactLine } from './parts.tsx';
import { useWords } from './words.ts';

const pageBytes = 64 * 1024;
const rowHeight = 20;

/** Chromium lays out no more than this, in pixels; what lies behind is not in reach. */
const tallest = 16_000_000;

export function HexView({
  content,
  source,
}: {
  readonly content: FrameContent;
  readonly source: Source;
}): ReactNode {
  const { t, size } = useWords();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = Math.min(Math.ceil(source.size / bytesPerRow), Math.floor(tallest / rowHeight));
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const seen = virtual.getVirtualItems();
  const bytesAt = usePages(source, seen[0]?.index ?? 0, seen.at(-1)?.index ?? 0);
  return (
    <>
      <div className="hex scroll" ref={scroll} tabIndex={0}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {seen.map(({ index, start }) => {
            const row = hexRow(bytesAt(index * bytesPerRow), index * bytesPerRow);
            return (
              <div className="hex-row" key={index} style={{ transform: `translateY(${start}px)` }}>
                <span className="hex-offset">{row.offset}</span>
                <span className="hex-bytes">{row.bytes.join(' ')}</span>
                <span className="hex-letters">{row.letters}</span>
              </div>
            );
          })}
        </div>
      </div>
      <FactLine facts={[t('preview.kind.binary'), size(content.size)]} />
    </>
  );
}

/** The bytes of rows in sight, as far as they have been read. */
function usePages(source: Source, first: number, last: number): (at: number) => Uint8Array {
  const [pages, setPages] = useState<ReadonlyMap<number, Uint8Array>>(new Map());
  const [from, to] = [first, last].map((row) => Math.floor((row * bytesPerRow) / pageBytes)) as [
    number,
    number,
  ];
  useEffect(() => {
    let current = true;
    void (async () => {
      const read = new Map<number, Uint8Array>();
      for (let page = from; page <= to; page += 1)
        read.set(page, await source.read(page * pageBytes, Math.min((page + 1) * pageBytes, source.size)));
      // pages out of sight are let go
      if (current) setPages(read);
    })().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [source, from, to]);
  return (at) => {
    const page = pages.get(Math.floor(at / pageBytes));
    const place = at % pageBytes;
    return page?.subarray(place, place + bytesPerRow) ?? new Uint8Array(0);
  };
}
