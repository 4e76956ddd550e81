import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { changedWords, type Part } from '../../../shared/text-diff/changed-words.ts';
import { diffRows, type DiffRow } from '../../../shared/text-diff/diff-rows.ts';
import type { Differing } from '../../../shared/text-diff/compare-texts.ts';
import { takeHunks } from '../../../shared/text-diff/take-hunks.ts';
import type { Comparison } from '../changes/compare.ts';
import type { FrameView } from '../protocol.ts';
import { encodingName } from '../read/decode-text.ts';
import { limits } from '../read/limits.ts';
import type { ChangesProps } from './changes-props.ts';
import { Described, FactLine, Note, Switch, ToolButton, useWide } from './parts.tsx';
import { useWords } from './words.ts';

type TextComparisonOf = Extract<Comparison, { kind: 'text' }>;
type Props = ChangesProps & { readonly comparison: TextComparisonOf };

export function TextChanges(props: Props): ReactNode {
  const { t, size, count } = useWords();
  const { comparison, extracted, texts } = props.comparison;
  const encodings = texts?.map(({ encoding, mark }) => `${encodingName(encoding)}${mark ? ' BOM' : ''}`);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [props.before.title, size(props.before.size)],
    [props.after.title, size(props.after.size)],
  ];
  if (comparison.kind === 'too-different')
    return (
      <Described
        icon="versions"
        title={t('preview.tooDifferent')}
        facts={[
          [props.before.title, t('preview.lines', { count: comparison.before })],
          [props.after.title, t('preview.lines', { count: comparison.after })],
          [t('preview.fact.sharedLines'), count(comparison.shared)],
        ]}
      >
        {t('preview.tooDifferentWhy')}
      </Described>
    );
  if (comparison.kind === 'line-endings')
    return <Described icon="check" title={t('preview.onlyLineEndings')} facts={facts} />;
  if (comparison.kind === 'same')
    return extracted ? (
      <Described icon="check" title={t('preview.sameText')} facts={facts}>
        {t('preview.sameTextWhy')}
      </Described>
    ) : (
      <Described
        icon="check"
        title={t('preview.onlyEncoding')}
        facts={[
          [props.before.title, encodings?.[0]],
          [props.after.title, encodings?.[1]],
        ]}
      />
    );
  return <Differences {...props} differing={comparison} />;
}

/** Encodings that the main process writes (shared/ipc/calls.ts: restoreText). */
const writable = new Set(['utf-8', 'utf-16le', 'utf-16be', 'gb18030']);

/** Rows that are drawn at first, and more with each press. */
const rowsAtOnce = 3_000;

function Differences(props: Props & { readonly differing: Differing }): ReactNode {
  const { t, size, count } = useWords();
  const { differing, before, after, comparison } = props;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [most, setMost] = useState(rowsAtOnce);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const wide = useWide(560);
  const layout = wide ? props.layout : 'inline';
  const rows = useMemo(() => diffRows(differing, 3, open), [differing, open]);
  const scroll = useRef<HTMLDivElement>(null);
  const [at, go] = useChangeKeys(scroll, differing.hunks.length);
  const whole = comparison.texts?.every((text) => !text.cut && !text.lossy) === true;
  const canTake = props.canTake && whole && writable.has(comparison.texts?.[1].encoding ?? '');
  const choose = (id: number, taken: boolean): void => {
    const next = new Set(chosen);
    if (taken) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <div className="tools">
        <ToolButton
          icon="up"
          label={t('preview.previousChange')}
          onPress={() => {
            go(-1);
          }}
        />
        <ToolButton
          icon="down"
          label={t('preview.nextChange')}
          onPress={() => {
            go(1);
          }}
        />
        <span className="tools-text" role="status">
          {at === undefined
            ? t('preview.changes', { count: differing.hunks.length })
            : t('preview.changeAt', { at: count(at + 1), total: count(differing.hunks.length) })}
        </span>
        {wide ? (
          <Switch<FrameView['layout']>
            label={t('preview.layout')}
            value={layout}
            options={[
              ['side', t('preview.side')],
              ['inline', t('preview.inline')],
            ]}
            onChange={props.onLayout}
          />
        ) : null}
      </div>
      {comparison.cut ? <Note>{t('preview.cutChanges', { shown: size(limits.compareBytes) })}</Note> : null}
      {comparison.extracted ? <Note>{t('preview.onlyText')}</Note> : null}
      <div className="sides" data-layout={layout}>
        <span className="side-before">{before.title}</span>
        <span className="side-after">{after.title}</span>
      </div>
      <div className="diff scroll" data-layout={layout} ref={scroll} tabIndex={0}>
        <Rows
          rows={rows.slice(0, most)}
          differing={differing}
          layout={layout}
          chosen={canTake ? chosen : undefined}
          onChoose={choose}
          onOpen={(from) => {
            setOpen(new Set(open).add(from));
          }}
        />
        {rows.length > most ? (
          <button
            type="button"
            className="text-tool more"
            onClick={() => {
              setMost(most + rowsAtOnce);
            }}
          >
            {t('preview.moreChanges')}
          </button>
        ) : null}
      </div>
      {canTake && chosen.size > 0 ? (
        <div className="take" role="status">
          <span>{t('preview.chosen', { count: chosen.size })}</span>
          <button
            type="button"
            className="take-button"
            onClick={() => {
              const newer = comparison.texts?.[1];
              if (newer === undefined) return;
              props.onTake({
                text: (newer.mark ? '\uFEFF' : '') + takeHunks(differing, chosen),
                encoding: newer.encoding,
                hunks: chosen.size,
                sha256: after.sha256,
              });
            }}
          >
            {t('preview.take', { count: chosen.size })}
          </button>
        </div>
      ) : (
        <FactLine
          facts={[
            t('preview.removedLines', { count: removed(differing) }),
            t('preview.addedLines', { count: added(differing) }),
          ]}
        />
      )}
    </>
  );
}

const removed = ({ hunks }: Differing): number =>
  hunks.reduce((sum, { before }) => sum + before.to - before.from, 0);
const added = ({ hunks }: Differing): number =>
  hunks.reduce((sum, { after }) => sum + after.to - after.from, 0);

type RowsProps = {
  readonly rows: readonly DiffRow[];
  readonly differing: Differing;
  readonly layout: FrameView['layout'];
  /** undefined: parts cannot be chosen */
  readonly chosen: ReadonlySet<number> | undefined;
  readonly onChoose: (id: number, taken: boolean) => void;
  readonly onOpen: (from: number) => void;
};

/** Rows that belong together: a hunk, or what is between two. */
function groupsOf(rows: readonly DiffRow[]): readonly (readonly DiffRow[])[] {
  const groups: DiffRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1)?.[0];
    const together =
      last !== undefined &&
      (row.kind === 'changed'
        ? last.kind === 'changed' && last.hunk === row.hunk
        : last.kind === row.kind && row.kind === 'same');
    if (together) groups.at(-1)?.push(row);
    else groups.push([row]);
  }
  return groups;
}

function Rows(props: RowsProps): ReactNode {
  const { t } = useWords();
  return groupsOf(props.rows).map((group) => {
    const [first] = group;
    if (first === undefined) return null;
    if (first.kind === 'fold')
      return (
        <button
          type="button"
          className="fold"
          key={`f${first.before}`}
          onClick={() => {
            props.onOpen(first.before);
          }}
        >
          {t('preview.unchanged', { count: first.count })}
        </button>
      );
    if (first.kind === 'same') return <SameRows key={`s${first.before}`} group={group} {...props} />;
    return <HunkRows key={`h${first.hunk}`} hunk={first.hunk} group={group} {...props} />;
  });
}

function SameRows({
  group,
  differing,
  layout,
}: RowsProps & { readonly group: readonly DiffRow[] }): ReactNode {
  return group.map((row) => {
    if (row.before === undefined || row.after === undefined) return null;
    const [old, now] = [differing.before[row.before]?.text, differing.after[row.after]?.text];
    return (
      <div className="row" data-kind="same" key={row.before}>
        <span className="diff-n" data-n={row.before + 1} />
        {layout === 'side' ? <span className="diff-text">{old}</span> : null}
        <span className="diff-n" data-n={row.after + 1} />
        <span className="diff-text">{now}</span>
      </div>
    );
  });
}

function HunkRows({
  hunk,
  group,
  differing,
  layout,
  chosen,
  onChoose,
}: RowsProps & { readonly hunk: number; readonly group: readonly DiffRow[] }): ReactNode {
  const { t } = useWords();
  const rows = useMemo(() => group.map((row) => withWords(row, differing)), [group, differing]);
  const taken = chosen?.has(hunk) === true;
  return (
    <div className="hunk" data-hunk={hunk} data-taken={taken}>
      {chosen === undefined ? null : (
        <label className="choose">
          <input
            type="checkbox"
            checked={taken}
            onChange={({ target }) => {
              onChoose(hunk, target.checked);
            }}
          />
          {t('preview.takeThis')}
        </label>
      )}
      {layout === 'side'
        ? rows.map((row, n) => (
            <div className="row" key={n}>
              <Cell side="before" line={row.before} />
              <Cell side="after" line={row.after} />
            </div>
          ))
        : [
            ...rows.flatMap(({ before }, n) =>
              before === undefined ? [] : [<InlineRow key={`b${n}`} side="before" line={before} />],
            ),
            ...rows.flatMap(({ after }, n) =>
              after === undefined ? [] : [<InlineRow key={`a${n}`} side="after" line={after} />],
            ),
          ]}
    </div>
  );
}

type SideLine = { readonly number: number; readonly parts: readonly Part[] };
type WordRow = { readonly before: SideLine | undefined; readonly after: SideLine | undefined };

function withWords(row: DiffRow, { before, after }: Differing): WordRow {
  const [old, now] = [
    row.before === undefined ? undefined : (before[row.before]?.text ?? ''),
    row.after === undefined ? undefined : (after[row.after]?.text ?? ''),
  ];
  const words =
    old === undefined || now === undefined
      ? {
          before: [{ text: old ?? '', changed: false }],
          after: [{ text: now ?? '', changed: false }],
          alike: 1,
        }
      : changedWords(old, now);
  const line = (number: number | undefined, parts: readonly Part[]): SideLine | undefined =>
    number === undefined
      ? undefined
      : { number: number + 1, parts: words.alike < 0.35 ? plain(parts) : parts };
  return { before: line(row.before, words.before), after: line(row.after, words.after) };
}

/** The line's own colour says enough where all of it changed. */
const plain = (parts: readonly Part[]): readonly Part[] =>
  parts.map(({ text }) => ({ text, changed: false }));

function Cell({
  side,
  line,
}: {
  readonly side: 'before' | 'after';
  readonly line: SideLine | undefined;
}): ReactNode {
  if (line === undefined)
    return (
      <>
        <span className="diff-n none" />
        <span className="diff-text none" />
      </>
    );
  return (
    <>
      <span className="diff-n" data-side={side} data-n={line.number} />
      <span className="diff-text" data-side={side}>
        <Parts side={side} parts={line.parts} />
      </span>
    </>
  );
}

function InlineRow({
  side,
  line,
}: {
  readonly side: 'before' | 'after';
  readonly line: SideLine;
}): ReactNode {
  return (
    <div className="row">
      <span className="diff-n" data-side={side} data-n={side === 'before' ? line.number : ''} />
      <span className="diff-n" data-side={side} data-n={side === 'after' ? line.number : ''} />
      <span className="diff-text" data-side={side}>
        <Parts side={side} parts={line.parts} />
      </span>
    </div>
  );
}

/** <del> and <ins>, so that a screen reader can say what colours say. */
function Parts({
  side,
  parts,
}: {
  readonly side: 'before' | 'after';
  readonly parts: readonly Part[];
}): ReactNode {
  const Mark = side === 'before' ? 'del' : 'ins';
  return parts.map(({ text, changed }, n) => (changed ? <Mark key={n}>{text}</Mark> : text));
}

/** F7 and Shift+F7 go from change to change, as in programs that compare. */
function useChangeKeys(
  scroll: React.RefObject<HTMLDivElement | null>,
  hunks: number,
): readonly [at: number | undefined, go: (step: 1 | -1) => void] {
  const [at, setAt] = useState<number>();
  const go = (step: 1 | -1): void => {
    const next = at === undefined ? (step === 1 ? 0 : hunks - 1) : (at + step + hunks) % hunks;
    setAt(next);
    scroll.current?.querySelector(`[data-hunk="${next}"]`)?.scrollIntoView({ block: 'center' });
  };
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F7') return;
      event.preventDefault();
      latest.current(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, []);
  return [at, go];
}
