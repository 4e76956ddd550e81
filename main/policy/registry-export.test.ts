import { describe, expect, it } from 'vitest';
import { valuesOfExport } from './registry-export.ts';

const utf16 = (text: string): string =>
  [...Buffer.from(text, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0')).join(',');

const file = (...lines: string[]) =>
  ['\uFEFFWindows Registry Editor Version 5.00', '', ...lines, ''].join('\r\n');
const key = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\KooSync]';

describe('what reg.exe exports', () => {
  it('is read as the schema has it: yes and no as 1 and 0, fractions as text, lists as REG_MULTI_SZ', () => {
    expect(
      valuesOfExport(
        file(
          key,
          '"server"="https://koodrive.example"',
          '"launchAtLogin"=dword:00000001',
          '"emblems"=dword:00000000',
          '"concurrency"=dword:0000000a',
          '"holdDeletionsShare"="0.25"',
          '"settleMs"="1500"',
          '"updates"="ask"',
          `"noProxy"=hex(7):${utf16('公司.example\0.b\\c"\0\0')}`,
          `"proxy"=hex(2):${utf16('http://%PROXY%:8080\0')}`,
        ),
      ),
    ).toEqual({
      server: 'https://koodrive.example',
      launchAtLogin: true,
      emblems: false,
      concurrency: 10,
      holdDeletionsShare: 0.25,
      settleMs: 1500,
      updates: 'ask',
      noProxy: ['公司.example', '.b\\c"'],
      proxy: 'http://%PROXY%:8080',
    });
  });

  it('may break a long value over lines, and has quotes and backslashes of its own', () => {
    const bytes = utf16('one.example\0two.example\0\0').split(',');
    const broken = `${bytes.slice(0, 20).join(',')},\\\r\n  ${bytes.slice(20).join(',')}`;
    expect(valuesOfExport(file(key, `"noProxy"=hex(7):${broken}`, '"a\\\\b\\"c"="d\\\\e\\"f"'))).toEqual({
      noProxy: ['one.example', 'two.example'],
      'a\\b"c': 'd\\e"f',
    });
  });

  it('keeps what is wrong, so that it is said', () => {
    expect(
      valuesOfExport(
        file(
          key,
          '"launchAtLogin"=dword:00000002',
          '"concurrency"="many"',
          '"server"=hex:01,02',
          '"sevrer"="x"',
        ),
      ),
    ).toEqual({ launchAtLogin: 2, concurrency: 'many', server: undefined, sevrer: 'x' });
  });

  it('has no say of keys below it, and none of its default value', () => {
    const below = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\KooSync\\more]';
    expect(valuesOfExport(file(key, '@="x"', '"updates"="off"', '', below, '"updates"="ask"'))).toEqual({
      updates: 'off',
    });
  });

  it.each(['', 'REGEDIT4\r\n\r\n[a]\r\n"server"="x"', 'ERROR: Access is denied.'])(
    'is nothing else: %j',
    (text) => {
      expect(valuesOfExport(text)).toBeUndefined();
    },
  );
});
