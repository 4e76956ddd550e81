import { expect, it } from 'vitest';
import { readRequest } from './request.ts';

it('asks for everything without words', () => {
  expect(readRequest([])).toEqual({
    folderOnly: false,
    kinds: undefined,
    version: undefined,
    fast: false,
    forTests: false,
    allowMissing: false,
    publish: false,
  });
});

it('reads kinds and a version; what e2e drives is a folder', () => {
  expect(readRequest(['--only', 'deb,rpm', '--fast', '--version', '1.2.3-beta.1'])).toMatchObject({
    kinds: ['deb', 'rpm'],
    version: '1.2.3-beta.1',
    fast: true,
    folderOnly: false,
  });
  expect(readRequest(['--for-tests'])).toMatchObject({ forTests: true, folderOnly: true });
});

it.each([[['--frob']], [['--only']], [['--version', '--fast']], [['--version', '1.2']], [['deb']]])(
  'refuses %j',
  (words) => {
    expect(readRequest(words)).toBeTypeOf('string');
  },
);
