import { describe, expect, it } from 'vitest';
import { desktopProxy, gnomeProxy, pacAnswer } from './system-proxy.ts';

/** As gsettings of GNOME 43 prints it. */
const printed = (mode: string, https = "''", port = '0', ignored = "['localhost', '127.0.0.0/8', '::1']") =>
  [
    `org.gnome.system.proxy autoconfig-url ''`,
    `org.gnome.system.proxy ignore-hosts ${ignored}`,
    `org.gnome.system.proxy mode '${mode}'`,
    `org.gnome.system.proxy use-same-proxy true`,
    `org.gnome.system.proxy.ftp host ''`,
    `org.gnome.system.proxy.http host 'plain.example'`,
    `org.gnome.system.proxy.http port 8080`,
    `org.gnome.system.proxy.https host ${https}`,
    `org.gnome.system.proxy.https port ${port}`,
  ].join('\n');

describe('GNOME’s proxy', () => {
  it('is read as gsettings prints it', () => {
    expect(gnomeProxy(printed('none'))).toEqual({ mode: 'none' });
    expect(gnomeProxy('')).toEqual({ mode: 'none' });
    expect(gnomeProxy(printed('auto'))).toEqual({ mode: 'script' });
    expect(gnomeProxy(printed('manual', "'tls.example'", '3128', "['A.example', '.b.example']"))).toEqual({
      mode: 'manual',
      proxy: 'tls.example:3128',
      ignored: ['a.example', '.b.example'],
    });
    // the one for HTTP stands in
    expect(gnomeProxy(printed('manual'))).toMatchObject({ proxy: 'plain.example:8080' });
  });

  it.each([
    ['https://koodrive.example/', 'PROXY p:1'],
    ['https://a.example/', 'DIRECT'],
    ['https://x.b.example/', 'DIRECT'],
    ['https://b.example/', 'PROXY p:1'],
    ['https://y.c.example/', 'DIRECT'],
    ['https://aa.example/', 'PROXY p:1'],
  ])('for %s is %s', (url, answer) => {
    expect(pacAnswer({ proxy: 'p:1', ignored: ['a.example', '.b.example', '*.c.example'] }, url)).toBe(
      answer,
    );
  });

  it('is nobody’s elsewhere, none where there is no GNOME, and a script is told once', async () => {
    const told: string[] = [];
    const parts = { tell: (what: string) => told.push(what) };
    expect(desktopProxy({ ...parts, platform: 'darwin' })).toBeUndefined();
    const without = desktopProxy({
      ...parts,
      platform: 'linux',
      print: () => Promise.reject(new Error('ENOENT')),
    });
    expect(await without?.('https://a/')).toBe('DIRECT');
    expect(told).toEqual([]);
    const script = desktopProxy({ ...parts, platform: 'linux', print: async () => printed('auto') });
    expect([await script?.('https://a/'), await script?.('https://b/')]).toEqual(['DIRECT', 'DIRECT']);
    expect(told).toEqual(['cli.proxyByScript']);
  });
});
