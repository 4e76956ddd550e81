import { describe, expect, it } from 'vitest';
import { createWords } from '../lib/i18n.ts';
import type { PolicyFault } from './judge.ts';
import { viewOf, withoutSecrets } from './policy-view.ts';

const path = '/etc/koosync/policy.json';
const { sentence } = createWords('en');
const said = (fault: PolicyFault): string =>
  viewOf({ path, values: {}, right: {}, isServerUnknown: false, faults: [fault] }, sentence).faults.join();

describe('what is said of a mistake in a policy', () => {
  it.each<[PolicyFault, RegExp]>([
    [
      { kind: 'untrusted', path, at: '/etc' },
      /^The policy \S+ does not count, because others .* can change \/etc\./u,
    ],
    [{ kind: 'unreadable', path, system: 'EACCES' }, /cannot be read, .* calls the reason EACCES/u],
    [{ kind: 'broken', path }, /^The policy \S+ cannot be understood\. What it set before goes on\./u],
    [
      { kind: 'unknown', path, names: ['sevrer', 'x'] },
      /does not know: sevrer, x\. The rest of it counts\./u,
    ],
    [
      { kind: 'value', path, names: ['updates'] },
      /does not understand: updates\. What it set there before goes on\./u,
    ],
    [
      { kind: 'server', path },
      /sets a server, and its address cannot be understood\. So nothing is uploaded/u,
    ],
  ])('%j', (fault, sentenceOfIt) => {
    expect(said(fault)).toMatch(sentenceOfIt);
    expect(said(fault)).toContain(path);
    expect(said(fault)).toContain('Ask your administrator');
  });

  it('asks for a sentence of its own each time', () => {
    const keys = ['sentence.policyUntrusted', 'sentence.policyUnreadable', 'sentence.policyBroken'];
    const more = ['sentence.policyUnknown', 'sentence.policyValue', 'sentence.policyServer'];
    const faults: PolicyFault[] = [
      { kind: 'untrusted', path, at: path },
      { kind: 'unreadable', path, system: 'EIO' },
      { kind: 'broken', path },
      { kind: 'unknown', path, names: ['a'] },
      { kind: 'value', path, names: ['theme'] },
      { kind: 'server', path },
    ];
    const asked = faults.map(
      (fault) =>
        viewOf({ path, values: {}, right: {}, isServerUnknown: false, faults: [fault] }, ({ detail }) =>
          String(detail.values?.say),
        ).faults[0],
    );
    expect(asked).toEqual([...keys, ...more]);
  });
});

describe('what is shown of a policy', () => {
  it('is what is fixed, and never what signs in to a proxy', () => {
    const values = {
      server: 'https://a',
      proxy: 'http://ann:topsecret@proxy.example:3128/',
      updates: 'off',
    } as const;
    const view = viewOf({ path, values, right: values, isServerUnknown: false, faults: [] }, sentence);
    expect(view).toEqual({ path, fixed: ['server', 'updates', 'proxy'], server: 'https://a', faults: [] });
    expect(JSON.stringify([view, withoutSecrets(values)])).not.toContain('topsecret');
    expect(withoutSecrets(values).proxy).toBe('http://***@proxy.example:3128');
    expect(withoutSecrets({ proxy: 'system' })).toEqual({ proxy: 'system' });
  });
});
