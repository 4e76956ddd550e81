import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import type { Preferences } from '../../../shared/preferences.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useIsFixed } from '../state/use-policy.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Choice } from '../ui/choice.tsx';
import { useNotices } from '../ui/notices.tsx';
import { FixedNote } from './fixed-note.tsx';

/** Language, appearance, start at login: each takes effect the moment it is chosen. */
export function GeneralSettings(): ReactNode {
  const { t } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const { preferences, change } = usePreferences();

  const isLanguageFixed = useIsFixed('language');
  const isThemeFixed = useIsFixed('theme');
  const isLaunchFixed = useIsFixed('launchAtLogin');

  const set = async (wanted: Partial<Preferences>): Promise<void> => {
    const failure = await change(wanted);
    if (failure !== undefined) say(textOf(failure), 'failed');
  };

  return (
    <section className="section" aria-labelledby="general-heading">
      <div className="section-head">
        <h2 id="general-heading">{t('settings.general')}</h2>
      </div>
      <div className="card settings">
        <div className="setting">
          <Choice
            label={t('settings.language')}
            value={preferences.language}
            options={[
              { value: 'system', text: t('settings.languageSystem') },
              // a language is named in itself, so that it is found by who cannot read the present one
              { value: 'en', text: 'English' },
              { value: 'zh', text: '简体中文' },
            ]}
            isDisabled={isLanguageFixed}
            note={<FixedNote id="language-fixed" isFixed={isLanguageFixed} />}
            onChange={(language) => void set({ language })}
          />
        </div>
        <div className="setting">
          <Choice
            label={t('settings.theme')}
            value={preferences.theme}
            options={[
              { value: 'system', text: t('settings.themeSystem') },
              { value: 'light', text: t('settings.themeLight') },
              { value: 'dark', text: t('settings.themeDark') },
            ]}
            isDisabled={isThemeFixed}
            note={<FixedNote id="theme-fixed" isFixed={isThemeFixed} />}
            onChange={(theme) => void set({ theme })}
          />
        </div>
        <div className="setting">
          <Switch
            className="switch"
            isSelected={preferences.launchAtLogin}
            isDisabled={isLaunchFixed}
            aria-describedby={isLaunchFixed ? 'launch-hint launch-fixed' : 'launch-hint'}
            onChange={(launchAtLogin) => void set({ launchAtLogin })}
          >
            <span className="switch-text">{t('settings.launchAtLogin')}</span>
            <span className="switch-track">
              <span className="switch-thumb" />
            </span>
          </Switch>
          <p className="setting-hint" id="launch-hint">
            {t('settings.launchAtLoginHint')}
          </p>
          <FixedNote id="launch-fixed" isFixed={isLaunchFixed} />
        </div>
      </div>
    </section>
  );
}
