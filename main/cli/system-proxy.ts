/**
 * The proxy of the desktop's settings, for a command line that has no Chromium to ask: GNOME's, which most desktops of Linux
 * write to. A proxy that a script chooses (PAC) is the app's alone, since nothing here may run scripts of a network.
 */
import { runProgram } from '../lib/programs.ts';

export type GnomeProxy =
  | { readonly mode: 'none' }
  | { readonly mode: 'script' }
  | { readonly mode: 'manual'; readonly proxy: string; readonly ignored: readonly string[] };

/** What `gsettings list-recursively org.gnome.system.proxy` prints. Pure. */
export function gnomeProxy(printed: string): GnomeProxy {
  const values = new Map<string, string>(
    printed.split('\n').flatMap((line) => {
      const [, schema, key, value] = /^(\S+) (\S+) (.*)$/u.exec(line.trim()) ?? [];
      return value === undefined ? [] : [[`${String(schema)} ${String(key)}`, value] as const];
    }),
  );
  const text = (name: string) => values.get(name)?.replace(/^'(.*)'$/u, '$1') ?? '';
  const mode = text('org.gnome.system.proxy mode');
  if (mode === 'auto') return { mode: 'script' };
  if (mode !== 'manual') return { mode: 'none' };
  const of = (kind: string) => {
    const host = text(`org.gnome.system.proxy.${kind} host`);
    const port = text(`org.gnome.system.proxy.${kind} port`);
    return host === '' || port === '0' || port === '' ? '' : `${host}:${port}`;
  };
  const proxy = of('https') || of('http');
  if (proxy === '') return { mode: 'none' };
  const ignored = [...(values.get('org.gnome.system.proxy ignore-hosts') ?? '').matchAll(/'([^']*)'/gu)];
  return { mode: 'manual', proxy, ignored: ignored.map(([, host = '']) => host.toLowerCase()) };
}

/** As a PAC script words it. `ignored`: hosts, and domains that begin with a dot or `*.`. Pure. */
export function pacAnswer(
  { proxy, ignored }: { proxy: string; ignored: readonly string[] },
  url: string,
): string {
  const { hostname } = new URL(url);
  const isIgnored = ignored.some((entry) => {
    const domain = entry.replace(/^\*(?=\.)/u, '');
    return domain.startsWith('.') ? hostname.endsWith(domain) : hostname === domain;
  });
  return isIgnored ? 'DIRECT' : `PROXY ${proxy}`;
}

export type DesktopProxyParts = {
  readonly platform: NodeJS.Platform;
  /** prints GNOME's settings; rejects where there are none */
  readonly print?: () => Promise<string>;
  /** a script chooses the proxy, and it is not asked; told once */
  readonly tell: (what: 'cli.proxyByScript') => void;
};

/** The settings are read once in the life of a command, and again every minute of `koosync run`. */
const readAgainMs = 60_000;

export function desktopProxy({ platform, print = gsettings, tell }: DesktopProxyParts) {
  if (platform !== 'linux') return undefined;
  let read: { readonly at: number; readonly settings: Promise<GnomeProxy> } | undefined;
  let isTold = false;
  return async (url: string): Promise<string> => {
    if (read === undefined || performance.now() - read.at > readAgainMs)
      read = { at: performance.now(), settings: print().then(gnomeProxy, () => ({ mode: 'none' })) };
    const settings = await read.settings;
    if (settings.mode === 'manual') return pacAnswer(settings, url);
    if (settings.mode === 'script' && !isTold) {
      isTold = true;
      tell('cli.proxyByScript');
    }
    return 'DIRECT';
  };
}

async function gsettings(): Promise<string> {
  const args = ['list-recursively', 'org.gnome.system.proxy'];
  const { status, stdout, output } = await runProgram('gsettings', args, { timeoutMs: 5000 });
  if (status !== 0) throw new Error(output);
  return stdout;
}
