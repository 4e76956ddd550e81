import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { createFakeBridge } from '../../dev/fake-bridge.ts';
import { BridgeContext } from '../state/bridge-context.ts';
import { createWords } from '../strings/create-words.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { PreviewGone } from './preview-gone.tsx';

const drawn = (children: ReactNode): string =>
  renderToString(
    <BridgeContext value={createFakeBridge('')}>
      <I18nextProvider i18n={createWords('en')}>{children}</I18nextProvider>
    </BridgeContext>,
  );

const content = (title: string) => ({ name: 'a.txt', size: 3, sha256: title, title });

it('the frame is shut off from the window, and has a name', () => {
  const one = drawn(<PreviewFrame mode="preview" contents={[content('Version 1')]} />);
  // without allow-same-origin: that would give it the window's origin, and with it the window
  expect(one).toContain('sandbox="allow-scripts"');
  expect(one).toContain('src="/preview/index.html"');
  expect(one).toContain('title="Preview of a.txt"');
  // nor is it seen before it has drawn something: it would flash white in a dark window
  expect(one).toContain('data-drawn="false"');
  const two = drawn(<PreviewFrame mode="changes" contents={[content('Version 1'), content('Version 2')]} />);
  expect(two).toContain('title="What changed in a.txt"');
});

it('a preview that was given up says which file it was, and that nothing is lost', () => {
  const gone = drawn(<PreviewGone name="a.pdf" size={2048} onAgain={() => undefined} />);
  expect(gone).toContain('role="alert"');
  expect(gone).toContain('This preview stopped');
  expect(gone).toContain('The file is perhaps damaged, or made to do harm.');
  expect(gone).toContain('a.pdf, 2\u00a0KB');
  expect(gone).toContain('Try again');
});
