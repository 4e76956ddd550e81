import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Deletion } from '../../../shared/views.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { PageTitle } from '../ui/page.tsx';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { LongList } from '../ui/long-list.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DeletionRow } from './deletion-row.tsx';
import { sortDeletions } from './sort-deletions.ts';
import { useDeletions } from './use-deletions.ts';

/** What was deleted here: undo the deletion, or confirm it. Only the latter asks once more. */
export function DeletionsPage(): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  const textOf = useFailureText();
  const { loaded, reload, working, approve, undo } = useDeletions();
  const { held, others } = sortDeletions(loaded.state === 'ready' ? loaded.value : []);

  const list = (deletions: readonly Deletion[], label: string): ReactNode => (
    <div className="card deletions">
      <LongList
        items={deletions}
        keyOf={(deletion) => String(deletion.id)}
        label={label}
        estimate={64}
        scroll="page"
        row={(deletion) => (
          <DeletionRow
            deletion={deletion}
            working={working}
            onUndo={() => void undo([deletion])}
            onApprove={() => void approve([deletion])}
          />
        )}
      />
    </div>
  );

  return (
    <>
      <AriaButton
        className="back"
        onPress={() => {
          go({ screen: 'status' });
        }}
      >
        <Icon name="back" size={16} />
        {t('nav.status')}
      </AriaButton>
      <PageTitle>{t('deletions.title')}</PageTitle>
      <p className="page-lead">{t('deletions.lead')}</p>

      {loaded.state === 'loading' ? <Skeleton label={t('common.loading')} /> : null}
      {loaded.state === 'failed' ? (
        <Empty
          icon="alert"
          tone="problem"
          title={t('common.didNotWork')}
          action={
            <Button icon="sync" onPress={reload}>
              {t('common.retry')}
            </Button>
          }
        >
          {textOf(loaded.error)}
        </Empty>
      ) : null}
      {loaded.state === 'ready' && loaded.value.length === 0 ? (
        <Empty icon="archive">{t('deletions.none')}</Empty>
      ) : null}

      {held.length === 0 ? null : (
        <section className="section" aria-labelledby="held-heading">
          <div className="held-head">
            <div className="held-words">
              <h2 id="held-heading">{t('deletions.held', { count: held.length })}</h2>
              <p>{t('deletions.heldLead')}</p>
            </div>
            <div className="button-row">
              <Button tone="accent" icon="restore" isPending={working} onPress={() => void undo(held)}>
                {t('deletions.undoAll')}
              </Button>
              <Button isDisabled={working} onPress={() => void approve(held)}>
                {t('deletions.approveAll')}
              </Button>
            </div>
          </div>
          {list(held, t('deletions.held', { count: held.length }))}
        </section>
      )}
      {others.length === 0 ? null : (
        <section
          className="section"
          aria-label={held.length === 0 ? t('deletions.title') : t('deletions.others')}
        >
          {held.length === 0 ? null : (
            <div className="section-head">
              <h2>{t('deletions.others')}</h2>
            </div>
          )}
          {list(others, t('deletions.title'))}
        </section>
      )}
    </>
  );
}
