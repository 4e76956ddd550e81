import type { ReactNode } from 'react';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useStatus } from '../state/use-status.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AddFolderButton } from './add-folder-dialog.tsx';
import { FileManagerOffer } from './file-manager-offer.tsx';
import { FirstFolder } from './first-folder.tsx';
import { HeadlineView } from './headline-view.tsx';
import { PairCard } from './pair-card.tsx';
import { RecentList } from './recent-list.tsx';

/** Home: is everything safe, and if not, what to do. */
export function StatusPage(): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  const status = useStatus();
  if (status === undefined) return <Skeleton label={t('common.loading')} />;
  // who is not signed in and has no folder is at the sign-in form instead (shell/app.tsx)
  if (status.pairs.length === 0) return <FirstFolder />;
  return (
    <>
      <HeadlineView status={status} />
      <FileManagerOffer />
      <section className="section" aria-labelledby="pairs-heading">
        <div className="section-head">
          <h2 id="pairs-heading">{t('status.pairs')}</h2>
          {status.state.kind === 'sign-in' ? null : <AddFolderButton />}
        </div>
        <div className="pairs">
          {status.pairs.map((pair) => (
            <PairCard
              key={pair.id}
              pair={pair}
              state={status.state.kind}
              isOnly={status.pairs.length === 1}
            />
          ))}
        </div>
      </section>
      <section className="section" aria-labelledby="recent-heading">
        <div className="section-head">
          <h2 id="recent-heading">{t('status.recent')}</h2>
          <Button
            size="small"
            tone="quiet"
            icon="archive"
            onPress={() => {
              go({ screen: 'deletions' });
            }}
          >
            {t('deletions.title')}
          </Button>
        </div>
        <RecentList recent={status.recent} />
      </section>
    </>
  );
}
