import { useState, type ReactNode } from 'react';
import { useFileManagers } from '../state/use-file-managers.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNotices } from '../ui/notices.tsx';

/** Offers "View versions" in the file managers, where none has it yet. Closed once, it never comes back. */
export function FileManagerOffer(): ReactNode {
  const { t, formats } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { preferences, change } = usePreferences();
  const { managers = [], set } = useFileManagers();
  const [isBusy, setBusy] = useState(false);
  const isOffered =
    preferences.offerFileManagers && managers.length > 0 && managers.every(({ isInstalled }) => !isInstalled);
  if (!isOffered && !isBusy) return null;
  const titles = formats.list(managers.map(({ title }) => title));

  const add = async (): Promise<void> => {
    setBusy(true);
    const failures = [];
    for (const { name } of managers) failures.push(await set(name, true));
    const failure = failures.find((one) => one !== undefined);
    if (failure === undefined) say(t('fileManagers.added', { titles }));
    else say(textOf(failure), 'failed');
    setBusy(false);
  };
  const dismiss = async (): Promise<void> => {
    const failure = await change({ offerFileManagers: false });
    if (failure !== undefined) say(textOf(failure), 'failed');
  };

  return (
    <aside className="card offer" aria-labelledby="offer-heading" data-testid="file-manager-offer">
      <span className="offer-mark">
        <Icon name="versions" size={22} />
      </span>
      <div className="offer-words">
        <h2 id="offer-heading">{t('fileManagers.offerTitle')}</h2>
        <p>{t('fileManagers.offerBody', { titles })}</p>
      </div>
      <Button tone="accent" isPending={isBusy} onPress={() => void add()}>
        {t('fileManagers.offerAdd')}
      </Button>
      <IconButton icon="close" label={t('fileManagers.offerDismiss')} onPress={() => void dismiss()} />
    </aside>
  );
}
