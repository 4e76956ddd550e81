/**
 * The preview alone, on files made in memory: /dev/index.html?preview=text|markdown|csv|image|pdf|... (preview-samples.ts
 * has all of them; `changes-...` shows two) &lang=en|zh &theme=light|dark &width=<pixels>
 */
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { KooBridge } from '../../shared/ipc/bridge.ts';
import { chooseLanguage } from '../../shared/strings/index.ts';
import type { FrameContent } from '../preview/protocol.ts';
import { PreviewFrame } from '../src/history/preview-frame.tsx';
import { BridgeContext } from '../src/state/bridge-context.ts';
import { PreferencesContext } from '../src/state/use-preferences.ts';
import { createWords } from '../src/strings/create-words.ts';
import '../src/ui/styles.css';
import { previewSamples } from './preview-samples.ts';

/** What the frame said last, for tests that drive this page. */
declare global {
  interface Window {
    previewSaid?: unknown;
    previewTaken?: unknown;
  }
}

async function contentOf(sample: {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  title: string;
}): Promise<FrameContent> {
  const { name, bytes, title } = sample;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    name,
    title,
    size: bytes.byteLength,
    sha256: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    bytes: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  };
}

export async function mountPreview(bridge: KooBridge, query: URLSearchParams): Promise<void> {
  const answer = await bridge.preferences();
  if (!answer.ok) throw new Error('the fake bridge has preferences');
  const { theme, language } = answer.value;
  if (theme !== 'system') document.documentElement.dataset['theme'] = theme;
  const chosen = chooseLanguage(language, bridge.systemLanguage);
  const name = query.get('preview') ?? '';
  const samples = await Promise.all((await previewSamples(name, chosen)).map(contentOf));
  const place = document.getElementById('root');
  if (place === null) return;
  place.style.width = `${query.get('width') ?? String(window.innerWidth)}px`;
  const preferences = { preferences: answer.value, change: () => Promise.resolve(undefined) };
  createRoot(place).render(
    <BridgeContext value={bridge}>
      <I18nextProvider i18n={createWords(chosen)}>
        <PreferencesContext value={preferences}>
          <PreviewFrame
            contents={samples}
            mode={samples.length === 1 ? 'preview' : 'changes'}
            onShown={(shown) => {
              window.previewSaid = shown;
            }}
            {...(query.get('take') === null
              ? {}
              : {
                  onTake: (taken: unknown) => {
                    window.previewTaken = taken;
                  },
                })}
          />
        </PreferencesContext>
      </I18nextProvider>
    </BridgeContext>,
  );
}
