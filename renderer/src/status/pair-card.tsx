import type { ReactNode } from 'react';
import { skippedReasonWords } from '../../../shared/strings/index.ts';
import type { EngineState, PairStatus } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Fold } from '../ui/fold.tsx';
import { Icon } from '../ui/icon.tsx';
import { LongList } from '../ui/long-list.tsx';
import { pairStateOf } from './pair-state.ts';
import { ProblemList } from './problem-list.tsx';
import { UploadList } from './upload-list.tsx';
import { useEngineActions } from './use-engine-actions.ts';

/** One synced folder: how it stands, what is going up, what needs attention, what is skipped. */
export function PairCard({
  pair,
  state,
  isOnly,
}: {
  readonly pair: PairStatus;
  readonly state: EngineState['kind'];
  /** the button above is of this one, too */
  readonly isOnly: boolean;
}): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  const engine = useEngineActions();
  const name = baseName(pair.folder);
  const own = pairStateOf(pair, state);
  const pauseWords = t(pair.paused ? 'status.resume' : 'status.pause');

  return (
    <article className="card pair" data-testid="pair-card" aria-label={name}>
      <div className="pair-head">
        <span className="pair-icon">
          <Icon name="folder" size={20} />
        </span>
        <div className="pair-words">
          <h3 className="pair-name">{name}</h3>
          <p className="pair-places">
            <span className="ellipsis" title={pair.folder}>
              {pair.folder}
            </span>
            <span className="pair-remote">
              <Icon name="cloud" size={14} />
              <span className="ellipsis">{pair.remote}</span>
            </span>
          </p>
        </div>
        <div className="pair-buttons">
          {isOnly || (state === 'paused' && !pair.paused) ? null : (
            <IconButton
              icon={pair.paused ? 'play' : 'pause'}
              label={t('common.actionFor', { action: pauseWords, name })}
              tooltip={pauseWords}
              onPress={() => {
                if (pair.paused) engine.resume(pair.id);
                else engine.pause(pair.id);
              }}
            />
          )}
          <IconButton
            icon="search"
            label={t('common.actionFor', { action: t('status.showFiles'), name })}
            tooltip={t('status.showFiles')}
            onPress={() => {
              go({ screen: 'files' });
            }}
          />
          <IconButton
            icon="reveal"
            label={t('common.actionFor', { action: t('status.openFolder'), name })}
            tooltip={t('status.openFolder')}
            onPress={() => {
              engine.reveal(pair.folder);
            }}
          />
        </div>
      </div>

      <p className="pair-facts">
        <span>{t('pair.files', { count: pair.files })}</span>
        {own === undefined ? null : (
          <span className={`pair-state pair-state-${own.tone}`}>
            <span className="dot" />
            {t(own.key, { count: own.count })}
          </span>
        )}
      </p>

      <UploadList transfers={pair.transfers} />

      {pair.problems.length === 0 ? null : (
        <Fold
          icon="alert"
          tone="problem"
          open
          title={t('pair.problems', { count: pair.problemCount })}
          aside={
            pair.problems.length > 1 ? (
              <Button size="small" tone="quiet" onPress={engine.retry} isPending={engine.working}>
                {t('pair.retryAll')}
              </Button>
            ) : null
          }
        >
          <ProblemList pair={pair} />
        </Fold>
      )}

      {pair.skipped.length === 0 ? null : (
        <Fold icon="skip" title={t('pair.skipped', { count: pair.skippedCount })}>
          <LongList
            items={pair.skipped}
            keyOf={(item) => item.path}
            row={(item) => (
              <div className="skipped">
                <span className="skipped-path">{item.path}</span>
                <span className="muted">
                  {t(skippedReasonWords[item.reason], { madeBy: item.madeBy ?? '' })}
                </span>
              </div>
            )}
            label={t('pair.skipped', { count: pair.skippedCount })}
            estimate={52}
            scroll="box"
          />
        </Fold>
      )}

      {pair.deleted === 0 ? null : (
        <div className="pair-deleted">
          <Icon name="archive" />
          <span className="pair-deleted-words">{t('pair.deleted', { count: pair.deleted })}</span>
          <Button
            size="small"
            tone="quiet"
            label={t('common.actionFor', { action: t('pair.review'), name: t('deletions.title') })}
            onPress={() => {
              go({ screen: 'deletions' });
            }}
          >
            {t('pair.review')}
          </Button>
        </div>
      )}
    </article>
  );
}
