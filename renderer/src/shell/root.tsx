import type { i18n } from 'i18next';
import { useEffect, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { KooBridge } from '../../../shared/ipc/bridge.ts';
import { chooseLanguage, languageTags } from '../../../shared/strings/index.ts';
import { BridgeContext } from '../state/bridge-context.ts';
import { NowContext, useTickingNow } from '../state/now.ts';
import { PreferencesContext, usePreferencesFeed } from '../state/use-preferences.ts';
import { App } from './app.tsx';

/** Everything, around a bridge and the words. */
export function Root({ bridge, words }: { readonly bridge: KooBridge; readonly words: i18n }): ReactNode {
  return (
    <BridgeContext value={bridge}>
      <I18nextProvider i18n={words}>
        <Preferred bridge={bridge} words={words} />
      </I18nextProvider>
    </BridgeContext>
  );
}

/** Turns preferences into what the page looks and reads like; both change in place. */
function Preferred({ bridge, words }: { readonly bridge: KooBridge; readonly words: i18n }): ReactNode {
  const preferred = usePreferencesFeed();
  const now = useTickingNow();
  const { language, theme } = preferred.preferences;

  useEffect(() => {
    const chosen = chooseLanguage(language, bridge.systemLanguage);
    document.documentElement.lang = languageTags[chosen];
    void words.changeLanguage(chosen);
  }, [language, bridge, words]);

  useEffect(() => {
    // without the attribute, CSS follows the system
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  return (
    <PreferencesContext value={preferred}>
      <NowContext value={now}>
        <App />
      </NowContext>
    </PreferencesContext>
  );
}
