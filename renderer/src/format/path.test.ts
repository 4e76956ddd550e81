import { describe, expect, it } from 'vitest';
import { baseName, isInside, joinPath, parentOf, relativeTo } from './path.ts';

describe('paths of both kinds', () => {
  it.each([
    ['/home/lin/a.txt', 'a.txt', '/home/lin'],
    ['docs/a.txt', 'a.txt', 'docs'],
    ['a.txt', 'a.txt', ''],
    ['/a', 'a', ''],
    ['/home/lin/', 'lin', '/home'],
    ['C:\\Users\\lin\\a.txt', 'a.txt', 'C:\\Users\\lin'],
  ])('%s', (path, name, parent) => {
    expect(baseName(path)).toBe(name);
    expect(parentOf(path)).toBe(parent);
  });

  it('join with the separator of the folder', () => {
    expect(joinPath('/home/lin', 'docs/a.txt')).toBe('/home/lin/docs/a.txt');
    expect(joinPath('/', 'a.txt')).toBe('/a.txt');
    expect(joinPath('C:\\Work', 'docs/a.txt')).toBe('C:\\Work\\docs\\a.txt');
    expect(joinPath('/home/lin', '')).toBe('/home/lin');
    // a back-slash is an ordinary letter of a name here
    expect(joinPath('/home/lin', 'a\\b')).toBe('/home/lin/a\\b');
  });

  it('know what lies inside of what', () => {
    expect(isInside('/home/lin', '/home/lin/a')).toBe(true);
    expect(isInside('/home/lin', '/home/lin')).toBe(true);
    expect(isInside('/home/lin', '/home/linda/a')).toBe(false);
    expect(isInside('C:\\Work', 'C:\\Work\\a')).toBe(true);
    expect(relativeTo('/home/lin', '/home/lin/docs/a')).toBe('docs/a');
    expect(relativeTo('C:\\Work', 'C:\\Work\\docs\\a')).toBe('docs/a');
  });
});
