import { describe, expect, it } from 'vitest';
import { faultOfName, recoveredName } from './remote-names.ts';

describe('a name beside something new', () => {
  it.each([
    ['report.txt', 'file', 1, 'report (recovered).txt'],
    ['report.txt', 'file', 2, 'report (recovered 2).txt'],
    ['.bashrc', 'file', 1, '.bashrc (recovered)'],
    ['no ending', 'file', 3, 'no ending (recovered 3)'],
    ['v1.2', 'folder', 1, 'v1.2 (recovered)'],
    ['报告.docx', 'file', 1, '报告 (recovered).docx'],
  ] as const)('%s, a %s, the %sth: %s', (name, kind, nth, recovered) => {
    expect(recoveredName(name, kind, nth)).toBe(recovered);
  });

  it.each(['a', '长', '𝒳', 'é'])('fits 255 bytes and 250 characters, made of %s', (letter) => {
    const name = `${letter.repeat(Math.floor(250 / letter.length))}`;
    for (const kind of ['file', 'folder'] as const) {
      const recovered = recoveredName(`${name.slice(0, -4)}.txt`, kind, 12);
      expect(Buffer.byteLength(recovered)).toBeLessThanOrEqual(255);
      expect(recovered.length).toBeLessThanOrEqual(250);
      expect(recovered).toMatch(/\(recovered 12\)/);
      expect(faultOfName(recovered)).toBeUndefined();
      expect(recovered).not.toMatch(/\p{Cs}/u);
    }
  });
});
