import { useState, type ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import type { FileManagerEntry } from '../../../shared/file-managers.ts';
import { useFileManagers } from '../state/use-file-managers.ts';
import { useIsFixed } from '../state/use-policy.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { useNotices } from '../ui/notices.tsx';
import { FixedNote } from './fixed-note.tsx';
import { hintOf, leadOf } from './file-manager-hint.ts';

/** "View versions" in each file manager of this computer, and emblems in those that have them. */
export function FileManagerSettings(): ReactNode {
  const { t, formats } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { managers, set } = useFileManagers();
  const { preferences, change } = usePreferences();
  const areEmblemsFixed = useIsFixed('emblems');
  if (managers === undefined) return null;

  const put = async (manager: FileManagerEntry, isInstalled: boolean): Promise<void> => {
    const failure = await set(manager.name, isInstalled);
    if (failure !== undefined) say(textOf(failure), 'failed');
    // most read what extends them when they start
    else if (isInstalled && manager.hasMarks) say(t('fileManagers.reopen', { title: manager.title }));
  };
  const setEmblems = async (emblems: boolean): Promise<void> => {
    const failure = await change({ emblems });
    if (failure !== undefined) say(textOf(failure), 'failed');
  };
  const withMarks = managers.filter(({ hasMarks }) => hasMarks).map(({ title }) => title);

  return (
    <section className="section" aria-labelledby="file-managers-heading">
      <div className="section-head">
        <h2 id="file-managers-heading">{t('fileManagers.heading')}</h2>
      </div>
      <div className="card settings">
        <p className="card-note">{t(leadOf(managers))}</p>
        {managers.map((manager) => (
          <Entry key={manager.name} manager={manager} put={put} />
        ))}
        {withMarks.length === 0 ? null : (
          <div className="setting">
            <Switch
              className="switch"
              isSelected={preferences.emblems}
              isDisabled={areEmblemsFixed}
              aria-describedby={areEmblemsFixed ? 'emblems-hint emblems-fixed' : 'emblems-hint'}
              onChange={(emblems) => void setEmblems(emblems)}
            >
              <span className="switch-text">{t('fileManagers.emblems')}</span>
              <span className="switch-track">
                <span className="switch-thumb" />
              </span>
            </Switch>
            <p className="setting-hint" id="emblems-hint">
              {t('fileManagers.emblemsHint', { titles: formats.list(withMarks) })}
            </p>
            <FixedNote id="emblems-fixed" isFixed={areEmblemsFixed} />
          </div>
        )}
      </div>
    </section>
  );
}

type EntryProps = {
  readonly manager: FileManagerEntry;
  readonly put: (manager: FileManagerEntry, isInstalled: boolean) => Promise<void>;
};

function Entry({ manager, put }: EntryProps): ReactNode {
  const { t } = useStrings();
  const [isBusy, setBusy] = useState(false);
  const { name, title, isInstalled, isStale } = manager;
  const hint = `file-manager-${name}-hint`;

  const act = async (wanted: boolean): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    await put(manager, wanted);
    setBusy(false);
  };
  return (
    <div className="setting" data-testid="file-manager">
      <Switch
        className="switch"
        isSelected={isInstalled}
        aria-describedby={hint}
        onChange={(wanted) => void act(wanted)}
      >
        <span className="switch-text">{t('fileManagers.entry', { title })}</span>
        <span className="switch-track">
          <span className="switch-thumb" />
        </span>
      </Switch>
      <p className="setting-hint" id={hint}>
        {t(hintOf(manager), { title })}
      </p>
      {isStale ? (
        <Button
          size="small"
          icon="sync"
          isPending={isBusy}
          label={t('fileManagers.updateNamed', { title })}
          onPress={() => void act(true)}
        >
          {t('fileManagers.update')}
        </Button>
      ) : null}
    </div>
  );
}
