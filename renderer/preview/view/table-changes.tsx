import { useState, type ReactNode } from 'react';
import type { SheetComparison } from '../changes/compare.ts';
import type { CellChange, TableRow } from '../changes/compare-tables.ts';
import type { FrameContent } from '../protocol.ts';
import { limits } from '../read/limits.ts';
import { Described, FactLine, Note } from './parts.tsx';
import { columnName, isNumeric, isShort, SheetTabs } from './table-view.tsx';
import { useWords } from './words.ts';

export function TableChanges({
  sheets,
  cut,
  before,
  after,
}: {
  readonly sheets: readonly SheetComparison[];
  readonly cut: boolean;
  readonly before: FrameContent;
  readonly after: FrameContent;
}): ReactNode {
  const { t, count } = useWords();
  const firstChanged = sheets.findIndex(({ state }) => state !== 'same');
  const [chosen, setChosen] = useState(Math.max(0, firstChanged));
  const sheet = sheets[chosen];
  if (firstChanged < 0)
    return (
      <Described icon="check" title={t('preview.sameCells')} facts={[]}>
        {t('preview.sameCellsWhy')}
      </Described>
    );
  return (
    <>
      {cut ? (
        <Note>
          {t('preview.cutTable', { rows: count(limits.tableRows), columns: count(limits.tableColumns) })}
        </Note>
      ) : null}
      <div className="sides" data-layout="inline">
        <span className="side-before">{before.title}</span>
        <span className="side-after">{after.title}</span>
      </div>
      {sheet === undefined ? null : <Sheet key={chosen} sheet={sheet} />}
      {sheets.length > 1 ? (
        <SheetTabs names={sheets.map(({ name }) => name)} chosen={chosen} onChoose={setChosen} />
      ) : null}
      <FactLine
        facts={[
          sheet?.table.kind === 'differs'
            ? t('preview.changedCells', { count: sheet.table.changedCells })
            : undefined,
        ]}
      />
    </>
  );
}

function Sheet({ sheet: { table } }: { readonly sheet: SheetComparison }): ReactNode {
  const { t } = useWords();
  if (table.kind === 'same') return <p className="reading">{t('preview.sameCells')}</p>;
  if (table.kind === 'too-different') return <p className="reading">{t('preview.tooDifferent')}</p>;
  const columns = Math.max(0, ...table.rows.map(({ cells }) => cells.length));
  const used = Array.from({ length: columns }, (_, n) => n).filter((n) =>
    table.rows.some(({ cells }) => cells[n]?.kind !== 'same' || cells[n]?.text !== ''),
  );
  return (
    <div className="cells scroll" tabIndex={0}>
      <table data-head="false">
        <thead>
          <tr>
            <th aria-hidden="true" />
            <th aria-hidden="true" />
            {used.map((n) => (
              <th key={n} scope="col">
                {columnName(n)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {foldedRows(table.rows).map((row, n) =>
            typeof row === 'number' ? (
              <tr key={n} className="fold-row">
                <td colSpan={used.length + 2}>{t('preview.unchangedRows', { count: row })}</td>
              </tr>
            ) : (
              <tr key={n} data-kind={row.kind}>
                <th scope="row" data-n={row.before ?? ''} />
                <th scope="row" data-n={row.after ?? ''} />
                {used.map((c) => (
                  <Cell key={c} cell={row.cells[c]} />
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { readonly cell: CellChange | undefined }): ReactNode {
  if (cell === undefined) return <td />;
  if (cell.kind === 'changed')
    return (
      <td data-kind="changed">
        <del>{cell.before}</del> <ins>{cell.after}</ins>
      </td>
    );
  const { kind, text } = cell;
  return (
    <td data-kind={kind} data-number={isNumeric(text)} data-short={isShort(text)}>
      {kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text}
    </td>
  );
}

/** The first row, which often names the columns, and two rows around each change; a number stands for rows left out. */
function foldedRows(rows: readonly TableRow[]): readonly (TableRow | number)[] {
  const isNear = (n: number): boolean =>
    n === 0 || rows.slice(Math.max(0, n - 2), n + 3).some(({ kind }) => kind !== 'same');
  const shown: (TableRow | number)[] = [];
  let hidden: TableRow[] = [];
  const fold = (): void => {
    // a fold that hides one row takes as much room as the row
    if (hidden.length > 1) shown.push(hidden.length);
    else shown.push(...hidden);
    hidden = [];
  };
  for (const [n, row] of rows.entries()) {
    if (isNear(n)) {
      fold();
      shown.push(row);
    } else hidden.push(row);
  }
  fold();
  return shown;
}
