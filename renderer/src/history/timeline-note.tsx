/** What is to be known of the list itself: how old it is, that more is coming, what a search found. */
import { useContext, type ReactNode } from 'react';
import { NowContext } from '../state/now.ts';
import type { Failure } from '../../../shared/result.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { History } from './use-history.ts';

/** What was read so lately needs no age. */
const freshFor = 120_000;

export function TimelineNote({
  history,
  found,
  isDeleted,
  isPicking,
  onStopPicking,
}: {
  readonly history: History;
  /** how many a search found; undefined: none is made */
  readonly found: number | undefined;
  readonly isDeleted: boolean;
  readonly isPicking: boolean;
  readonly onStopPicking: () => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const textOf = useFailureText();
  const now = useContext(NowContext);
  const { reading, readAt } = history;
  const ageOf = (error: Failure): string => {
    if (readAt === undefined) return textOf(error);
    const when = formats.relative(readAt);
    if (error.code === 'OFFLINE') return t('history.asOfOffline', { when });
    // whether the bin tells of versions is not documented
    if (isDeleted && error.code !== 'SIGN_IN_NEEDED') return t('history.asOfDeleted', { when });
    return t('history.asOfBecause', { when, reason: textOf(error) });
  };
  if (isPicking)
    return (
      <div className="timeline-note timeline-note-picking" role="status">
        <Icon name="compare" size={16} />
        <span>{t('history.pickOther')}</span>
        <Button size="small" tone="quiet" onPress={onStopPicking}>
          {t('history.pickCancel')}
        </Button>
      </div>
    );
  if (reading.state === 'failed')
    return (
      <div className="timeline-note timeline-note-old" role="status">
        <Icon name={reading.error.code === 'OFFLINE' ? 'offline' : 'alert'} size={16} />
        <span>{ageOf(reading.error)}</span>
        <Button size="small" tone="quiet" onPress={history.refresh}>
          {t('history.refresh')}
        </Button>
      </div>
    );
  return (
    <div className="timeline-notes">
      {found === undefined ? null : (
        <div className="timeline-note" role="status">
          <span>{t('history.found', { count: found })}</span>
        </div>
      )}
      {reading.state === 'reading' ? (
        <div className="timeline-note timeline-note-late" role="status">
          <span className="spinner" aria-hidden="true" />
          {readAt === undefined || now - readAt < freshFor ? null : (
            <span>{t('history.asOf', { when: formats.relative(readAt) })}</span>
          )}
          <span>{t('history.loadingMore')}</span>
        </div>
      ) : null}
    </div>
  );
}
