import { createRoot } from 'react-dom/client';
import type { KooBridge } from '../../shared/ipc/bridge.ts';
import { chooseLanguage } from '../../shared/strings/index.ts';
import { Root } from './shell/root.tsx';
import { createWords } from './strings/create-words.ts';
import './ui/styles.css';

/** Draws the window around a bridge: the real one, or the dev page's. */
export async function mount(bridge: KooBridge): Promise<void> {
  // asked before the first drawing, so that no one sees the other language flash by
  const preferences = await bridge.preferences();
  const language = chooseLanguage(
    preferences.ok ? preferences.value.language : 'system',
    bridge.systemLanguage,
  );
  if (preferences.ok && preferences.value.theme !== 'system') {
    document.documentElement.dataset['theme'] = preferences.value.theme;
  }
  const place = document.getElementById('root');
  if (place !== null) createRoot(place).render(<Root bridge={bridge} words={createWords(language)} />);
}
