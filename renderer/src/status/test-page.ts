/** What the status page says of a state, by the keys of its sentences: drawn as it ships, without a browser. */
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import type { EngineStatus } from '../../../shared/views.ts';
import { createFakeBridge } from '../../dev/fake-bridge.ts';
import { BridgeContext } from '../state/bridge-context.ts';
import { StatusContext } from '../state/use-status.ts';
import { createWords } from '../strings/create-words.ts';
import { StatusPage } from './status-page.tsx';

export function keysOfStatusPage(status: EngineStatus): ReadonlySet<string> {
  const keys = new Set<string>();
  const words = createWords('en');
  words.use({
    type: 'postProcessor',
    name: 'keys',
    process: (text: string, [key]: readonly string[]) => {
      keys.add(key ?? '');
      return text;
    },
  });
  words.options.postProcess = 'keys';
  const page = createElement(StatusContext, { value: status }, createElement(StatusPage));
  renderToString(
    createElement(
      BridgeContext,
      { value: createFakeBridge('') },
      createElement(I18nextProvider, { i18n: words }, page),
    ),
  );
  return keys;
}
