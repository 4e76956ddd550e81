import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Preferences } from '../../../shared/preferences.ts';
import type { Failure } from '../../../shared/result.ts';
import { useBridge } from './bridge-context.ts';

export type PreferencesState = {
  readonly preferences: Preferences;
  /** Shows the change at once; takes it back when it could not be saved, and says why. */
  readonly change: (change: Partial<Preferences>) => Promise<Failure | undefined>;
};

const initialPreferences: Preferences = {
  language: 'system',
  theme: 'system',
  launchAtLogin: false,
  // nothing is offered before it is known that it may be
  offerFileManagers: false,
  emblems: false,
  updates: 'ask',
  updateChannel: 'stable',
};

export const PreferencesContext = createContext<PreferencesState>({
  preferences: initialPreferences,
  change: () => Promise.resolve(undefined),
});

export const usePreferences = (): PreferencesState => useContext(PreferencesContext);

export function usePreferencesFeed(): PreferencesState {
  const bridge = useBridge();
  const [preferences, setPreferences] = useState(initialPreferences);

  useEffect(() => {
    const load = (): void => {
      void bridge.preferences().then((result) => {
        if (result.ok) setPreferences(result.value);
      });
    };
    load();
    // what the organisation fixes holds in the place of what was chosen
    return bridge.on('policy:changed', load);
  }, [bridge]);

  const change = useCallback(
    async (wanted: Partial<Preferences>) => {
      let before = initialPreferences;
      setPreferences((current) => {
        before = current;
        return { ...current, ...wanted };
      });
      const result = await bridge.setPreferences(wanted);
      setPreferences(result.ok ? result.value : before);
      return result.ok ? undefined : result.error;
    },
    [bridge],
  );

  return useMemo(() => ({ preferences, change }), [preferences, change]);
}
