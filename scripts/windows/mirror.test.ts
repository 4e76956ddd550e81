import { expect, it } from 'vitest';
import { mirrorOf } from './mirror.ts';

it('reads both formats of apt, and passes over what holds no whole Debian', () => {
  const deb822 = [
    'Types: deb',
    '# http://snapshot.example/archive/debian',
    'URIs: http://mirror.example/debian-security',
    '',
    'Types: deb',
    'URIs: http://mirror.example/debian',
  ].join('\n');
  const list =
    'deb-src http://src.example/debian trixie main\ndeb [arch=amd64] https://list.example/debian/ trixie main\n';
  expect(mirrorOf([deb822, list])).toBe('http://mirror.example/debian');
  expect(mirrorOf([list])).toBe('https://list.example/debian/');
  expect(
    mirrorOf(['deb https://packages.example/node nodistro main\n# deb http://off.example/debian x main']),
  ).toBeUndefined();
});
