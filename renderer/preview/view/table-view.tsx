import { useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import type { CsvTable } from '../read/csv.ts';
import type { Table } from '../read/document.ts';
import { limits } from '../read/limits.ts';
import type { LoadedText } from '../read/load.ts';
import { FactLine, Note, Switch } from './parts.tsx';
import { TextFacts, TextLines, TextNotes } from './text-view.tsx';
import { useWords } from './words.ts';

export function CsvView({
  content,
  text,
  table,
}: {
  readonly content: FrameContent;
  readonly text: LoadedText;
  readonly table: CsvTable;
}): ReactNode {
  const { t } = useWords();
  const [look, setLook] = useState<'table' | 'source'>('table');
  return (
    <>
      <div className="tools">
        <Switch
          label={t('preview.look')}
          value={look}
          options={[
            ['table', t('preview.table')],
            ['source', t('preview.source')],
          ]}
          onChange={setLook}
        />
      </div>
      <TextNotes content={content} text={text} />
      {look === 'source' ? (
        <TextLines name="" text={text.text} />
      ) : (
        <>
          {table.cut ? <CutTable /> : null}
          <Cells table={table} head />
        </>
      )}
      <TextFacts content={content} text={text} />
    </>
  );
}

function CutTable(): ReactNode {
  const { t, count } = useWords();
  return (
    <Note>
      {t('preview.cutTable', { rows: count(limits.tableRows), columns: count(limits.tableColumns) })}
    </Note>
  );
}

export function TablesView({
  content,
  tables,
}: {
  readonly content: FrameContent;
  readonly tables: readonly Table[];
}): ReactNode {
  const { t, size } = useWords();
  const [chosen, setChosen] = useState(0);
  const table = tables[chosen];
  return (
    <>
      {table?.cut === true ? <CutTable /> : null}
      {table === undefined || table.rows.length === 0 ? (
        <p className="reading">{t('preview.emptySheet')}</p>
      ) : (
        <Cells key={chosen} table={table} />
      )}
      {tables.length > 1 ? (
        <SheetTabs names={tables.map(({ name }) => name)} chosen={chosen} onChoose={setChosen} />
      ) : null}
      <FactLine facts={[t('preview.sheets', { count: tables.length }), size(content.size)]} />
    </>
  );
}

/** As below a workbook. */
export function SheetTabs({
  names,
  chosen,
  onChoose,
}: {
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onChoose: (n: number) => void;
}): ReactNode {
  const { t } = useWords();
  return (
    <div className="sheet-tabs" role="group" aria-label={t('preview.sheetList')}>
      {names.map((name, n) => (
        <button
          key={n}
          type="button"
          aria-pressed={n === chosen}
          onClick={() => {
            onChoose(n);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

export const columnName = (n: number): string =>
  (n >= 26 ? columnName(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));

const numeric = /^[-+]?[\d\s.,]+%?$/u;
/** Dates and single words are not broken in a narrow pane. */
export const isShort = (text: string | undefined): boolean => (text ?? '').length <= 14;

export const isNumeric = (text: string): boolean => text !== '' && numeric.test(text);

/** `head`: the first row says what the columns are; else columns have letters, as in a workbook. */
function Cells({ table, head = false }: { readonly table: Table; readonly head?: boolean }): ReactNode {
  const columns = Math.max(0, ...table.rows.map((row) => row.length));
  const rows = head ? table.rows.slice(1) : table.rows;
  const names = Array.from({ length: columns }, (_, n) =>
    head ? (table.rows[0]?.[n] ?? '') : columnName(n),
  );
  return (
    <div className="cells scroll" tabIndex={0}>
      <table data-head={head}>
        <thead>
          <tr>
            <th aria-hidden="true" />
            {names.map((name, n) => (
              <th key={n} scope="col" data-number={head && isNumeric(rows[0]?.[n] ?? '')}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              <th scope="row" data-n={head ? r + 2 : r + 1} />
              {names.map((_, c) => (
                <td key={c} data-number={isNumeric(row[c] ?? '')} data-short={isShort(row[c])}>
                  {row[c]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
