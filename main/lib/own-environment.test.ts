import { expect, it } from 'vitest';
import { createTranslator } from '../../shared/strings/index.ts';
import { asksForAnyCertificate, takeEnvironment } from './own-environment.ts';

const given = {
  PATH: '/usr/bin',
  KOOSYNC_TOKEN: 'one',
  KOOSYNC_APP_SECRET: 'two',
  KOOSYNC_USER_ID: 'ann',
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
};

it('gives what there was, and leaves no secret to children', () => {
  const own: NodeJS.ProcessEnv = { ...given };
  const { env } = takeEnvironment(own);
  expect(env).toEqual(given);
  expect(own).toEqual({ PATH: '/usr/bin', KOOSYNC_USER_ID: 'ann' });
});

it('gives the secrets back, and not the switch', () => {
  const own: NodeJS.ProcessEnv = { ...given };
  takeEnvironment(own).giveBack();
  expect(own).toEqual({ ...given, NODE_TLS_REJECT_UNAUTHORIZED: undefined });
  expect(Object.keys(own)).not.toContain('NODE_TLS_REJECT_UNAUTHORIZED');
});

it('leaves an environment alone that has none', () => {
  const own: NodeJS.ProcessEnv = { PATH: '/usr/bin', NODE_TLS_REJECT_UNAUTHORIZED: '1' };
  expect(takeEnvironment(own).env).toEqual(own);
  expect(own).toEqual({ PATH: '/usr/bin', NODE_TLS_REJECT_UNAUTHORIZED: '1' });
  expect(asksForAnyCertificate(own)).toBe(false);
});

it.each(['en', 'zh'] as const)('cliError.anyCertificate names the switch and the way out: %s', (language) => {
  const sentence = createTranslator(language)('cliError.anyCertificate');
  expect(sentence).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0');
  expect(sentence).toContain('NODE_EXTRA_CA_CERTS');
});
