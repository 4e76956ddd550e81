import { describe, expect, it } from 'vitest';
import { pathFile, readPathValue, registryText, withFolder, withoutFolder } from './registry-file.ts';

const ours = String.raw`C:\Users\安娜\AppData\Local\Programs\koosync\resources\bin`;

it('gives back what it wrote, Chinese, quotes and %NAMES% included', () => {
  for (const type of [1, 2] as const) {
    const text = String.raw`%USERPROFILE%\bin;"C:\a;b";${ours}`;
    const file = pathFile(String.raw`HKEY_CURRENT_USER\Environment`, { text, type });
    expect(readPathValue(registryText(file))).toEqual({ text, type });
  }
});

it('reads what reg.exe exports: a plain text, a long value over several lines, none', () => {
  const head = 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Environment]\r\n';
  expect(readPathValue(`${head}"TEMP"="x"\r\n"PATH"="C:\\\\one;C:\\\\t\\"wo"\r\n`)).toEqual({
    text: String.raw`C:\one;C:\t"wo`,
    type: 1,
  });
  expect(readPathValue(`${head}"Path"=hex(2):43,00,3a,00,\\\r\n  5c,00,00,00\r\n"TMP"="y"\r\n`)).toEqual({
    text: 'C:\\',
    type: 2,
  });
  expect(readPathValue(`${head}"TEMP"="x"\r\n`)).toBeUndefined();
  expect(() => readPathValue(`${head}"Path"=dword:00000001\r\n`)).toThrow('no text');
});

describe('the entry', () => {
  it('is put last, once, however its case, its quotes and its end are written', () => {
    expect(withFolder('', ours)).toBe(ours);
    expect(withFolder(String.raw`C:\one;`, ours)).toBe(String.raw`C:\one;${ours}`);
    for (const there of [`${ours}\\`, `"${ours}"`, ours.toUpperCase()])
      expect(withFolder(`x;${there};y`, ours)).toBe(`x;${there};y`);
  });

  it('is taken out, and no other', () => {
    expect(withoutFolder(String.raw`C:\one;${ours}\;%TWO%;;${ours}`, ours)).toBe(String.raw`C:\one;%TWO%;`);
    expect(withoutFolder(`${ours}2`, ours)).toBe(`${ours}2`);
  });
});
