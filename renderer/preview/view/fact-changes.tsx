import type { ReactNode } from 'react';
import type { ByteComparison } from '../changes/compare-bytes.ts';
import type { Side } from '../changes/compare.ts';
import type { FrameContent } from '../protocol.ts';
import { kindWords } from './kind-words.ts';
import { kindOfLoaded } from './preview-kind.ts';
import { useWords } from './words.ts';

/** Where nothing else can be compared: what is known of both, side by side. */
export function FactChanges({
  before,
  after,
  sides: [older, newer],
  bytes,
}: {
  readonly before: FrameContent;
  readonly after: FrameContent;
  readonly sides: readonly [Side, Side];
  readonly bytes: ByteComparison;
}): ReactNode {
  const { t, size, count } = useWords();
  const rows: readonly (readonly [name: string, before: string, after: string])[] = [
    [
      t('preview.fact.kind'),
      t(kindWords[kindOfLoaded(older.loaded)]),
      t(kindWords[kindOfLoaded(newer.loaded)]),
    ],
    [t('preview.fact.size'), size(before.size), size(after.size)],
    [t('preview.fact.sha256'), before.sha256, after.sha256],
  ];
  return (
    <div className="described scroll" tabIndex={0}>
      <h1>{t('preview.onlyFacts')}</h1>
      <p className="described-why">
        {bytes.whole
          ? t('preview.differingBytes', { count: bytes.differing })
          : t('preview.differingBytesOf', { count: bytes.differing, compared: size(bytes.compared) })}{' '}
        {bytes.first === undefined ? null : t('preview.firstDifference', { at: count(bytes.first) })}
      </p>
      <table className="fact-table">
        <thead>
          <tr>
            <th aria-hidden="true" />
            <th scope="col">{before.title}</th>
            <th scope="col">{after.title}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, one, other]) => (
            <tr key={name} data-same={one === other}>
              <th scope="row">{name}</th>
              <td>{one}</td>
              <td>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
