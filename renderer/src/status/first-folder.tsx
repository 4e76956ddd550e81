import type { ReactNode } from 'react';
import { PageTitle } from '../ui/page.tsx';
import { useStrings } from '../strings/use-strings.ts';
import { Icon } from '../ui/icon.tsx';
import { AddFolder } from './add-folder.tsx';

/** The first thing after signing in: one decision, and the three promises that make it easy. */
export function FirstFolder(): ReactNode {
  const { t } = useStrings();
  return (
    <div className="first">
      <span className="first-mark">
        <Icon name="folder" size={30} />
      </span>
      <PageTitle testId="headline">{t('addFolder.firstTitle')}</PageTitle>
      <p className="first-lead">{t('addFolder.firstLead')}</p>
      <div className="card first-card">
        <AddFolder />
      </div>
      <ul className="promises">
        <li>
          <Icon name="shield" />
          {t('addFolder.promiseNothingDeleted')}
        </li>
        <li>
          <Icon name="check" />
          {t('addFolder.promiseSettled')}
        </li>
        <li>
          <Icon name="versions" />
          {t('addFolder.promiseHistory')}
        </li>
      </ul>
    </div>
  );
}
