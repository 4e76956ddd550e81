import type { ReactNode } from 'react';
import { OrganisationSettings } from './organisation-settings.tsx';
import { PageTitle } from '../ui/page.tsx';
import { useStrings } from '../strings/use-strings.ts';
import { AccountSettings } from './account-settings.tsx';
import { FileManagerSettings } from './file-manager-settings.tsx';
import { FolderSettings } from './folder-settings.tsx';
import { GeneralSettings } from './general-settings.tsx';
import { UpdateSettings } from './update-settings.tsx';

export function SettingsPage(): ReactNode {
  const { t } = useStrings();
  return (
    <>
      <PageTitle>{t('settings.title')}</PageTitle>
      <OrganisationSettings />
      <GeneralSettings />
      <FolderSettings />
      <FileManagerSettings />
      <UpdateSettings />
      <AccountSettings />
    </>
  );
}
