import { memo, type ReactNode } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import type { Strings } from '../strings/use-strings.ts';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';
import { authorWords, changeWords, reasonWords } from './author.ts';
import type { DayRow, VersionRow } from './timeline.ts';
import type { Present } from './use-present.ts';

/** A day, and how many versions it has: folds. */
export const DayHead = memo(function DayHead({
  row,
  strings: { t, formats },
}: {
  readonly row: DayRow;
  readonly strings: Strings;
}): ReactNode {
  return (
    <div role="gridcell" className="timeline-day-cell">
      <span className="timeline-day-arrow">
        <Icon name="down" size={14} />
      </span>
      <span className="timeline-day-name">
        {row.at === undefined ? t('history.dayUnknown') : formats.day(row.at)}
      </span>
      <span className="timeline-day-count">{formats.count(row.count)}</span>
    </div>
  );
});

/** One version: when, how large, by whom, why. Its buttons show while it is pointed at or chosen. */
export const VersionCell = memo(function VersionCell({
  row,
  strings: { t, formats },
  ownId,
  isNew,
  restoring,
  canRestore,
  onRestore,
  onMenu,
  onStop,
}: {
  readonly row: VersionRow;
  /** given, not asked for: asking costs more than the rest of a row */
  readonly strings: Strings;
  readonly ownId: string | undefined;
  readonly isNew: boolean;
  /** how far the restore of this version is */
  readonly restoring: { readonly words: string; readonly percent: number | undefined } | undefined;
  readonly canRestore: boolean;
  readonly onRestore: (version: ListedVersion) => void;
  readonly onMenu: (version: ListedVersion, at: DOMRect) => void;
  readonly onStop: () => void;
}): ReactNode {
  const { version, change, withSeconds } = row;
  const { createdAt, revisionVersion: number = 0 } = version;
  const when = createdAt === undefined ? '' : formats.exact(createdAt);
  return (
    <>
      <div role="gridcell" className="timeline-cell">
        <span className="timeline-dot" />
        <div className="timeline-words">
          <p className="timeline-when">
            {createdAt === undefined ? (
              <span className="muted">{t('history.detailsComing')}</span>
            ) : (
              <time dateTime={new Date(createdAt).toISOString()} title={formats.precise(createdAt)}>
                {withSeconds ? formats.clockToSecond(createdAt) : formats.clock(createdAt)}
              </time>
            )}
            {version.label === undefined || version.label === '' ? null : (
              <span className="timeline-label" title={version.label}>
                <bdi>{version.label}</bdi>
              </span>
            )}
            {version.latest === true ? (
              <span className="badge badge-accent">{t('history.latest')}</span>
            ) : null}
            {version.keepForever === true ? (
              <span className="timeline-kept" title={t('history.kept')}>
                <Icon name="pin" size={14} />
                <span className="visually-hidden">{t('history.kept')}</span>
              </span>
            ) : null}
            {isNew ? <span className="badge badge-new">{t('history.isNew')}</span> : null}
          </p>
          {restoring === undefined ? (
            <Facts className="timeline-facts">
              {version.revisionVersion === undefined ? null : t('history.version', { number })}
              {reasonWords(version, t)}
              {authorWords(version, ownId, t)}
            </Facts>
          ) : (
            <p className="timeline-facts timeline-restoring">{restoring.words}</p>
          )}
        </div>
        <div className="timeline-size">
          {version.size === undefined ? null : <span>{formats.sizeInList(version.size)}</span>}
          {change === undefined ? null : (
            <span className="timeline-change">{changeWords(change, t, formats.sizeInList)}</span>
          )}
        </div>
        {restoring === undefined ? null : (
          <span className="bar timeline-bar" aria-hidden="true">
            <span className="bar-fill" style={{ width: `${String(restoring.percent ?? 3)}%` }} />
          </span>
        )}
      </div>
      <div role="gridcell" className="timeline-buttons">
        {restoring !== undefined ? (
          <button type="button" tabIndex={-1} className="row-button" onClick={onStop}>
            <Icon name="close" size={16} />
            <span>{t('common.cancel')}</span>
          </button>
        ) : version.latest === true || !canRestore ? null : (
          <button
            type="button"
            tabIndex={-1}
            className="row-button"
            aria-label={t('history.restoreVersion', { number, when })}
            onClick={(event) => {
              event.stopPropagation();
              onRestore(version);
            }}
          >
            <Icon name="restore" size={16} />
            <span>{t('history.restore')}</span>
          </button>
        )}
        <button
          type="button"
          tabIndex={-1}
          className="row-button row-button-icon"
          aria-label={t('history.moreFor', { number })}
          aria-haspopup="menu"
          title={t('history.more')}
          onClick={(event) => {
            event.stopPropagation();
            onMenu(version, event.currentTarget.getBoundingClientRect());
          }}
        >
          <Icon name="more" size={16} />
        </button>
      </div>
    </>
  );
});

/** What is on disk and in no version yet. */
export function PresentCell({
  present,
  strings: { t },
}: {
  readonly present: Present;
  readonly strings: Strings;
}): ReactNode {
  return (
    <div role="gridcell" className="timeline-cell">
      <span className={`present-mark present-${present.kind}`}>
        <Icon name={present.kind === 'problem' ? 'alert' : 'upload'} size={16} />
      </span>
      <div className="timeline-words">
        <p className="timeline-when">
          <span>{t('history.presentTitle')}</span>
        </p>
        <p className="timeline-facts ellipsis">
          {present.kind === 'uploading'
            ? t('history.presentUploading', { percent: present.percent })
            : present.kind === 'waiting'
              ? t('history.presentWaiting')
              : t('history.presentProblem')}
        </p>
      </div>
    </div>
  );
}
