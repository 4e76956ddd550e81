/**
 * Starting with the session, into the tray. macOS and Windows have a call for it; on Linux it is a file in the folder
 * that every desktop reads (XDG autostart).
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { createTranslator } from '../../shared/strings/index.ts';
import { atomicWrite } from '../lib/atomic-write.ts';

export type LoginStart = { set(enabled: boolean): Promise<void> };

export type LoginStartParts = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  /** the running executable */
  readonly executable: string;
  readonly app: Pick<App, 'setLoginItemSettings'>;
};

export function createLoginStart(parts: LoginStartParts): LoginStart {
  if (parts.platform !== 'linux')
    return {
      set: (enabled) => {
        parts.app.setLoginItemSettings({ openAtLogin: enabled, args: ['--hidden'] });
        return Promise.resolve();
      },
    };
  const file = autostartFile(parts.env, parts.userHome);
  // An AppImage runs from a mount that is another one each time; $APPIMAGE is where it really lies.
  const executable = parts.env['APPIMAGE'] ?? parts.executable;
  return {
    set: async (enabled) => {
      if (!enabled) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      await atomicWrite(file, autostartEntry(executable));
    },
  };
}

/** Where desktops look for what starts with the session. */
export const autostartFile = (env: LoginStartParts['env'], userHome: string): string => {
  const config = env['XDG_CONFIG_HOME'];
  // The base directory specification: a relative one is to be ignored.
  const base = config?.startsWith('/') === true ? config : join(userHome, '.config');
  return join(base, 'autostart', 'koosync.desktop');
};

export const autostartEntry = (executable: string): string => {
  const english = createTranslator('en')('autostart.comment');
  const chinese = createTranslator('zh')('autostart.comment');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=KooSync',
    `Comment=${english}`,
    `Comment[zh_CN]=${chinese}`,
    `Exec=${quoted(executable)} --hidden`,
    'Icon=koosync',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
};

/** As the desktop entry specification has it: quoted for Exec, then escaped once more as a string; % begins a field code. */
const quoted = (word: string): string =>
  `"${word
    .replace(/(["`$\\])/gu, '\\$1')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
