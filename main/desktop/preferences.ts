/** The user's wishes about the app itself: kept in the settings, and made true of what is running. */
import { nativeTheme } from 'electron';
import type { Preferences, PreferencesChange } from '../../shared/preferences.ts';
import { settingsOf, type Policy } from '../policy/schema.ts';
import { refuseFixed } from '../settings/fixed-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { LoginStart } from './launch-at-login.ts';

export type PreferencesParts = {
  readonly settings: Pick<Settings, 'get' | 'set'>;
  readonly loginStart: LoginStart;
  /** what the organisation fixed */
  readonly policy: () => Policy;
  /** something that is shown may have changed */
  readonly onChange: () => void;
};

export type AppPreferences = {
  get(): Preferences;
  set(change: PreferencesChange): Promise<Preferences>;
  /** Makes true what the organisation fixed. */
  follow(): Promise<void>;
};

export function createPreferences({
  settings,
  loginStart,
  policy,
  onChange,
}: PreferencesParts): AppPreferences {
  const get = (): Preferences => {
    const { language, theme, launchAtLogin, offerFileManagers, emblems, updates, updateChannel } =
      settings.get();
    return { language, theme, launchAtLogin, offerFileManagers, emblems, updates, updateChannel };
  };
  nativeTheme.themeSource = get().theme;
  return {
    get,
    follow: async () => {
      nativeTheme.themeSource = get().theme;
      onChange();
      const { launchAtLogin } = policy();
      if (launchAtLogin !== undefined) await loginStart.set(launchAtLogin);
    },
    set: async (change) => {
      refuseFixed(change, settingsOf(policy()));
      // First what can fail: a wish that could not be carried out is not kept as if it had been.
      if (change.launchAtLogin !== undefined) await loginStart.set(change.launchAtLogin);
      // An absent key stays as it is; handing on `undefined` would take it out of the file.
      settings.set(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
      const now = get();
      nativeTheme.themeSource = now.theme;
      onChange();
      return now;
    },
  };
}
