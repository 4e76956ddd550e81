/**
 * The versions as one widget: a tree of days and versions with a single tab stop. The focus stays on the list and the
 * list says which row is active, so only the rows in sight need to exist.
 */
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { useAccount } from '../state/use-account.ts';
import { useStrings, type Strings } from '../strings/use-strings.ts';
import { movedBy, typedOn, typedTo, type Typed } from './list-keys.ts';
import { DayHead, PresentCell, VersionCell } from './timeline-row.tsx';
import type { Row } from './timeline.ts';
import type { Restoring } from './use-version-actions.ts';
import type { Present } from './use-present.ts';

const heights = { day: 34, version: 54, present: 54 } as const;

export type TimelineHandle = {
  readonly focus: () => void;
  /** brings a row into sight, below the head of its day */
  readonly show: (key: string, align: 'start' | 'auto') => void;
};

export type TimelineListProps = {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly present: Present | undefined;
  /** where the keys are */
  readonly active: string | undefined;
  /** the version in the pane, and the one that it is compared with */
  readonly chosen: string | undefined;
  readonly second: string | undefined;
  readonly lit: ReadonlySet<string>;
  readonly restoring: Restoring | undefined;
  readonly canRestore: boolean;
  readonly onActive: (row: Row) => void;
  /** takes what is pressed as the second version, while one is looked for */
  readonly onPicked: ((version: ListedVersion) => void) | undefined;
  readonly onCompare: (version: ListedVersion) => void;
  readonly onFold: (key: string) => void;
  readonly onRestore: (version: ListedVersion) => void;
  readonly onStop: () => void;
  readonly onMenu: (version: ListedVersion, at: DOMRect) => void;
  /** Enter, and keys that the list does not know */
  readonly onKey: (event: KeyboardEvent, row: Row | undefined) => void;
  /** the rows in sight, when they change */
  readonly onSight: (rows: readonly Row[]) => void;
  readonly ref: Ref<TimelineHandle>;
};

/** Day heads in place of rows: where the head of a row is. */
const headOf = (rows: readonly Row[], index: number): number =>
  rows.findLastIndex((row, at) => at <= index && row.kind === 'day');

export function TimelineList(props: TimelineListProps): ReactNode {
  const { rows, active, chosen, second, onActive, onFold, onSight, ref } = props;
  const strings = useStrings();
  const { t, formats } = strings;
  const { account } = useAccount();
  const ownId = account?.userId;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef<Typed>({ text: '', at: 0 });
  const sticky = useRef(-1);
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows]);
  const activeIndex = active === undefined ? -1 : (indexOf.get(active) ?? -1);

  // the first frame holds the rows in sight alone
  const overscan = useDeferredValue(8, 0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'version'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan,
    scrollPaddingStart: heights.day,
    // the head of the day at the top is drawn, too, however far above it is
    rangeExtractor: (range: Range) => {
      sticky.current = headOf(rows, range.startIndex);
      const drawn = defaultRangeExtractor(range);
      return sticky.current < 0 || drawn.includes(sticky.current) ? drawn : [sticky.current, ...drawn];
    },
  });

  // folding changes the heights behind the same number of rows
  useEffect(() => {
    virtual.measure();
  }, [virtual, rows]);

  const range = virtual.range;
  const [from, to] = [range?.startIndex ?? 0, range?.endIndex ?? 0];
  useEffect(() => {
    onSight(rows.slice(from, to + 1));
  }, [rows, from, to, onSight]);

  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current?.focus(),
      show: (key, align) => {
        const index = indexOf.get(key);
        if (index !== undefined) virtual.scrollToIndex(index, { align });
      },
    }),
    [indexOf, virtual],
  );

  const moveTo = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    onActive(row);
    virtual.scrollToIndex(index, { align: 'auto' });
  };

  const wordsOf = useCallback(
    (index: number): readonly string[] => {
      const row = rows[index];
      if (row === undefined || row.kind === 'present') return [];
      if (row.kind === 'day') return row.at === undefined ? [] : [formats.day(row.at)];
      const { label, createdAt, revisionVersion } = row.version;
      return [
        label ?? '',
        createdAt === undefined ? '' : formats.clock(createdAt),
        String(revisionVersion ?? ''),
      ];
    },
    [rows, formats],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const row = rows[activeIndex];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heights.version) - 1);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const to = isPlain && !event.shiftKey ? movedBy(event.key, activeIndex, rows.length, page) : undefined;
    if (to !== undefined) moveTo(to);
    else if (isPlain && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) onSide(event.key, row);
    else if (isPlain && event.key === 'Enter' && row?.kind === 'day') onFold(row.key);
    else if (isPlain && [...event.key].length === 1 && (event.key !== ' ' || isTyping(typed.current))) {
      typed.current = typedOn(typed.current, event.key, Date.now());
      const found = typedTo(wordsOf, rows.length, activeIndex, typed.current.text);
      if (found !== undefined) moveTo(found);
    } else {
      props.onKey(event, row);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onSide = (key: 'ArrowLeft' | 'ArrowRight', row: Row | undefined): void => {
    if (row?.kind === 'version' && key === 'ArrowLeft') moveTo(headOf(rows, activeIndex));
    else if (row?.kind !== 'day') return;
    else if (row.isFolded === (key === 'ArrowRight')) onFold(row.key);
    else if (key === 'ArrowRight') moveTo(activeIndex + 1);
  };

  return (
    <div
      ref={scroller}
      className="timeline-list"
      role="treegrid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.length}
      {...(activeIndex < 0 ? {} : { 'aria-activedescendant': `${id}-${String(activeIndex)}` })}
      data-testid="timeline"
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (activeIndex < 0) moveTo(rows.findIndex((row) => row.kind !== 'day'));
      }}
      onContextMenu={(event) => {
        event.preventDefault();
      }}
    >
      <div className="timeline-rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const isSticky = index === sticky.current;
          return (
            <div
              key={key}
              id={`${id}-${String(index)}`}
              role="row"
              aria-rowindex={index + 1}
              aria-level={row.kind === 'version' ? 2 : 1}
              {...(row.kind === 'day'
                ? {
                    'aria-expanded': !row.isFolded,
                    'aria-label': t('history.day', {
                      day: row.at === undefined ? t('history.dayUnknown') : formats.day(row.at),
                      count: row.count,
                    }),
                  }
                : { 'aria-selected': row.key === chosen })}
              className={`timeline-row timeline-${row.kind}`}
              data-active={index === activeIndex}
              data-chosen={row.key === chosen}
              data-second={row.key === second}
              {...(row.kind === 'version'
                ? {
                    'data-testid': 'version-row',
                    'data-revision': row.key,
                    'data-latest': row.version.latest === true,
                    'data-new': props.lit.has(row.key),
                  }
                : { 'data-testid': `${row.kind}-row` })}
              style={
                isSticky
                  ? { position: 'sticky', top: 0, height: size, zIndex: 2 }
                  : { transform: `translateY(${String(start)}px)`, height: size }
              }
              onClick={(event) => {
                const take = event.shiftKey ? props.onCompare : props.onPicked;
                if (row.kind === 'day') onFold(row.key);
                if (row.kind === 'version' && take !== undefined) take(row.version);
                else onActive(row);
              }}
              onContextMenu={(event) => {
                if (row.kind === 'version')
                  props.onMenu(row.version, new DOMRect(event.clientX, event.clientY, 0, 0));
              }}
            >
              <Cells {...props} row={row} strings={strings} ownId={ownId} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const isTyping = (typed: Typed): boolean => Date.now() - typed.at < 700;

function Cells({
  row,
  strings,
  ownId,
  ...props
}: TimelineListProps & {
  readonly row: Row;
  readonly strings: Strings;
  readonly ownId: string | undefined;
}): ReactNode {
  if (row.kind === 'day') return <DayHead row={row} strings={strings} />;
  if (row.kind === 'present')
    return props.present === undefined ? null : <PresentCell present={props.present} strings={strings} />;
  return (
    <VersionCell
      row={row}
      strings={strings}
      ownId={ownId}
      isNew={props.lit.has(row.key)}
      restoring={props.restoring?.revisionId === row.key ? props.restoring : undefined}
      canRestore={props.canRestore}
      onRestore={props.onRestore}
      onMenu={props.onMenu}
      onStop={props.onStop}
    />
  );
}
