import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../shared/strings/index.ts';
import { createFakeBridge } from '../../dev/fake-bridge.ts';
import { idleStatus, problemStatus, syncingStatus } from '../../dev/samples.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { BridgeContext } from '../state/bridge-context.ts';
import { NowContext } from '../state/now.ts';
import { StatusContext } from '../state/use-status.ts';
import { StatusPage } from '../status/status-page.tsx';
import { createWords } from '../strings/create-words.ts';
import type { EngineStatus } from '../../../shared/views.ts';

const now = new Date('2026-05-13T15:00:00').getTime();

function drawn(children: ReactNode, status: EngineStatus, language: Language = 'en'): string {
  return renderToString(
    <BridgeContext value={createFakeBridge('')}>
      <I18nextProvider i18n={createWords(language)}>
        <NowContext value={now}>
          <StatusContext value={status}>{children}</StatusContext>
        </NowContext>
      </I18nextProvider>
    </BridgeContext>,
  );
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('the status page', () => {
  it('has one headline and a card per folder', () => {
    const html = drawn(<StatusPage />, idleStatus(now));
    expect(count(html, 'data-testid="headline"')).toBe(1);
    expect(count(html, 'data-testid="pair-card"')).toBe(2);
    expect(html).toContain('Everything is up to date');
    expect(html).toContain('128,402 files');
  });

  it('draws a bar with a name for what is going up', () => {
    const html = drawn(<StatusPage />, syncingStatus(now));
    expect(html).toContain('role="progressbar"');
    expect(html).toContain('aria-label="Upload of window-sketches.fig"');
    expect(html).toContain('and 2 more');
  });

  it('says each problem with its sentence', () => {
    const status = problemStatus(now, 'en', false);
    const html = drawn(<StatusPage />, status);
    expect(count(html, 'data-testid="problem-row"')).toBe(6);
    expect(html).toContain('KooSync is not allowed to read this file or folder.');
  });

  it('offers to take a synced folder out of the recycle bin, and says how much waits for it', () => {
    const status = idleStatus(now);
    const [work, papers] = status.pairs;
    if (work === undefined || papers === undefined) throw new Error('no sample');
    const problem = {
      path: '',
      code: 'PAIR_RECYCLED' as const,
      reason: 'It is in the bin.',
      since: now,
      waiting: 5,
    };
    const html = drawn(<StatusPage />, {
      ...status,
      pairs: [{ ...work, problemCount: 1, problems: [problem] }, papers],
    });
    expect(html).toContain('Take out of the recycle bin');
    expect(html).toContain('5 items in it wait for this');
  });

  it('draws only a few of a thousand problems', () => {
    const html = drawn(<StatusPage />, problemStatus(now, 'en', true));
    expect(count(html, 'data-testid="problem-row"')).toBeLessThan(60);
    expect(html).toContain('1,206 items need attention');
  });

  it('speaks Chinese throughout', () => {
    const html = drawn(<StatusPage />, idleStatus(now), 'zh');
    expect(html).toContain('已全部同步');
    expect(html).not.toMatch(/Up to date|Add folder|Pause</);
  });
});

it('the sign-in form never shows a secret', () => {
  const html = drawn(<SignInPage />, idleStatus(now));
  expect(html).toMatch(/type="password"[^>]*name="token"|name="token"[^>]*type="password"/);
});
