/** A list of rows with things to press in them. A short one is plain; a long one draws only what is in sight. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

/** Up to here the plain list is quick, and a screen reader or the browser's find sees all of it. */
const plainUpTo = 60;

/** A box with so few rows needs no bounds: scrolling inside of scrolling is only for what is long. */
const openUpTo = 8;

type LongListProps<T> = {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly row: (item: T, index: number) => ReactNode;
  readonly label: string;
  /** height of a usual row in px; rows are measured once drawn */
  readonly estimate: number;
  /** `page`: rows scroll with the page; `box`: the list scrolls in itself, and CSS bounds its height */
  readonly scroll: 'page' | 'box';
};

export function LongList<T>(props: LongListProps<T>): ReactNode {
  const { items, keyOf, row, label } = props;
  if (items.length > plainUpTo) return <VirtualRows {...props} />;
  return (
    <div
      role="list"
      aria-label={label}
      className={props.scroll === 'box' && items.length > openUpTo ? 'long-list-box' : undefined}
    >
      {items.map((item, index) => (
        <div role="listitem" key={keyOf(item)}>
          {row(item, index)}
        </div>
      ))}
    </div>
  );
}

function VirtualRows<T>({ items, keyOf, row, label, estimate, scroll }: LongListProps<T>): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  const scroller = (): HTMLElement | null =>
    scroll === 'box' ? box.current : (list.current?.closest<HTMLElement>('[data-scroller]') ?? null);

  // on a page, the list begins somewhere below the scroller's top; that moves when what is above it changes
  useLayoutEffect(() => {
    const around = scroll === 'page' ? scroller() : null;
    if (around === null) return;
    const measure = (): void => {
      const top = list.current?.getBoundingClientRect().top;
      if (top !== undefined) setAbove(top - around.getBoundingClientRect().top + around.scrollTop);
    };
    measure();
    const watch = new ResizeObserver(measure);
    for (const child of around.children) watch.observe(child);
    return () => {
      watch.disconnect();
    };
  }, [scroll]);

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: scroller,
    estimateSize: () => estimate,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 6,
    scrollMargin: above,
  });

  return (
    <div ref={box} className={scroll === 'box' ? 'long-list-box' : undefined}>
      <div
        ref={list}
        role="list"
        aria-label={label}
        className="long-list"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <div
              role="listitem"
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className="long-list-row"
              style={{ transform: `translateY(${String(start - above)}px)` }}
            >
              {row(item, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
