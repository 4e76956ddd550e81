/** When the versions were made, at a glance: a bar for each day, month or year. A press or the arrows go there. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { useStrings } from '../strings/use-strings.ts';
import { barAt, densityOf } from './density.ts';
import { movedBy } from './list-keys.ts';

/** a bar and the space to the next, in px */
const barHeight = 5;
/** what a year's number takes */
const yearHeight = 16;

export function DensityStrip({
  versions,
  at,
  isLoading,
  onJump,
}: {
  readonly versions: readonly ListedVersion[];
  /** the moment of the row at the top of the list */
  readonly at: number | undefined;
  readonly isLoading: boolean;
  readonly onJump: (revisionId: string) => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(400);

  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const watch = new ResizeObserver(() => {
      setHeight(current.clientHeight);
    });
    watch.observe(current);
    return () => {
      watch.disconnect();
    };
  }, []);

  const { grain, bars, most } = useMemo(
    () =>
      densityOf(versions, (years) => Math.max(4, Math.floor((height - years * yearHeight - 24) / barHeight))),
    [versions, height],
  );

  const here = barAt(bars, at);
  const words = (index: number): string => {
    const bar = bars[index];
    return bar === undefined
      ? ''
      : t('history.bar', { when: formats.period(bar.at, grain), count: bar.count });
  };
  const jump = (index: number): void => {
    const bar = bars[index];
    if (bar !== undefined) onJump(bar.revisionId);
  };
  const jumpTo = (y: number): void => {
    const drawn = [...(box.current?.querySelectorAll('[data-bar]') ?? [])];
    const index = drawn.findIndex((each) => each.getBoundingClientRect().bottom >= y);
    jump(index < 0 ? drawn.length - 1 : index);
  };

  // drawn anew when another bar is at hand, not whenever a row is
  const drawn = useMemo(
    () =>
      bars.map((bar, index) => (
        <div
          key={bar.revisionId}
          className="strip-part"
          data-bar
          data-here={index === here}
          title={words(index)}
        >
          {bar.year === undefined ? null : <span className="strip-year">{bar.year}</span>}
          <span
            className="strip-bar"
            style={{ width: `${String(12 + 88 * Math.sqrt(bar.count / most))}%` }}
          />
        </div>
      )),
    [bars, here, most, grain, t, formats],
  );

  return (
    <div
      ref={box}
      className="strip"
      role="slider"
      tabIndex={0}
      aria-label={t('history.stripOf')}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, bars.length - 1)}
      aria-valuenow={here}
      aria-valuetext={words(here)}
      data-testid="strip"
      onKeyDown={(event: KeyboardEvent) => {
        const to = movedBy(event.key, here, bars.length, 12);
        if (to === undefined) return;
        event.preventDefault();
        jump(to);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        jumpTo(event.clientY);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) jumpTo(event.clientY);
      }}
    >
      {drawn}
      {isLoading ? <span className="strip-loading">{t('history.stripLoading')}</span> : null}
    </div>
  );
}
