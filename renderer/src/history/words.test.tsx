/** What rows and panes say, in the states that they say it in. */
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/strings/index.ts';
import { createFakeBridge } from '../../dev/fake-bridge.ts';
import { BridgeContext } from '../state/bridge-context.ts';
import { createWords } from '../strings/create-words.ts';
import { useStrings } from '../strings/use-strings.ts';
import { authorWords, changeWords, reasonWords } from './author.ts';
import { PreviewArea } from './preview-area.tsx';
import { DayHead, PresentCell, VersionCell } from './timeline-row.tsx';
import type { Needed } from './against.ts';
import type { Present } from './use-present.ts';

const t = createTranslator('en');
const size = (bytes: number): string => `${String(bytes)} B`;

const drawn = (children: ReactNode): string =>
  renderToString(
    <BridgeContext value={createFakeBridge('')}>
      <I18nextProvider i18n={createWords('en')}>{children}</I18nextProvider>
    </BridgeContext>,
  );

describe('who made a version, and why', () => {
  it('calls the account’s own id "you", and others by their name', () => {
    expect(authorWords({ revisionId: 'a', createdBy: 'u', author: 'Lin' }, 'u', t)).toBe('by you');
    expect(authorWords({ revisionId: 'a', createdBy: 'u', author: 'Lin' }, 'x', t)).toBe('by Lin');
    expect(authorWords({ revisionId: 'a', createdBy: 'u' }, 'x', t)).toBe('by u');
    expect(authorWords({ revisionId: 'a' }, undefined, t)).toBeUndefined();
  });

  it('says why it came to be, where that is known', () => {
    expect(reasonWords({ revisionId: 'a', reason: 'restored', restoredFrom: 4 }, t)).toBe(
      'restored from version 4',
    );
    expect(reasonWords({ revisionId: 'a', reason: 'restored' }, t)).toBe('restored');
    expect(reasonWords({ revisionId: 'a', reason: 'kept-both' }, t)).toBe('both kept');
    expect(reasonWords({ revisionId: 'a', reason: 'created', revisionVersion: 1 }, t)).toBe('first version');
    expect(reasonWords({ revisionId: 'a' }, t)).toBeUndefined();
  });

  it('says by how much the size differs', () => {
    expect(changeWords(5, t, size)).toBe('+5 B');
    expect(changeWords(-5, t, size)).toBe('−5 B');
    expect(t('history.smaller', { size: '5 B' })).toBe('−5 B');
    expect(changeWords(0, t, size)).toBe('same size');
  });
});

describe('a row', () => {
  const nothing = (): void => undefined;
  function Lean(): ReactNode {
    const strings = useStrings();
    return (
      <>
        <DayHead
          strings={strings}
          row={{ kind: 'day', key: 'day', at: undefined, count: 1, isFolded: false }}
        />
        <VersionCell
          strings={strings}
          row={{
            kind: 'version',
            key: 'a',
            version: { revisionId: 'a' },
            change: undefined,
            withSeconds: false,
          }}
          ownId={undefined}
          isNew={false}
          restoring={undefined}
          canRestore
          onRestore={nothing}
          onMenu={nothing}
          onStop={nothing}
        />
      </>
    );
  }
  function OnDisk({ present }: { readonly present: Present }): ReactNode {
    return <PresentCell strings={useStrings()} present={present} />;
  }

  it('says that its details are coming, when the list left them out', () => {
    expect(drawn(<Lean />)).toContain('Day not known yet');
    expect(drawn(<Lean />)).toContain('Loading the details');
  });

  it('says what becomes of what is on disk and in no version', () => {
    expect(drawn(<OnDisk present={{ kind: 'uploading', percent: 40 }} />)).toContain('Being uploaded: 40%');
    expect(drawn(<OnDisk present={{ kind: 'waiting' }} />)).toMatch(
      /On this computer only.*Waits to be uploaded/su,
    );
    expect(drawn(<OnDisk present={{ kind: 'problem' }} />)).toContain('Needs attention on the Status page');
  });
});

describe('the pane', () => {
  const area = (needed: Needed, bytes = 1): string =>
    drawn(
      <PreviewArea
        path="/a"
        mode="changes"
        needed={needed}
        versions={[{ revisionId: 'a', size: bytes }]}
        asOf=""
        onTake={() => undefined}
        onLeave={() => undefined}
        frame={null}
      />,
    );

  it('says when there is nothing to compare with', () => {
    expect(area({ state: 'nothing-before' })).toContain(
      'This is the first version. Nothing was there before it to compare with.',
    );
    expect(area({ state: 'same' })).toContain('A version is compared with another one. Choose a second one.');
  });

  it('asks before it fetches what is large', () => {
    const needed: Needed = { state: 'contents', wanted: [{ revisionId: 'a' }] };
    expect(area(needed, 3 * 1024 ** 3)).toContain('. It is fetched only when you say so.');
    expect(area(needed, 3 * 1024 ** 3)).toContain('This version is 3');
    expect(area(needed)).not.toContain('It is fetched only');
  });
});
