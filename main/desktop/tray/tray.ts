/**
 * KooSync's place in the panel: icon, words and menu that follow the engine's status. Rebuilt only when what is shown
 * changes. The menu is always set (on Linux clicks on the icon itself do not reliably arrive).
 */
import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Translate } from '../../../shared/strings/index.ts';
import type { EngineStatus } from '../../../shared/views.ts';
import { trayMenu, trayTooltip, type TrayAction, type TrayItem } from './tray-menu.ts';

export type TrayParts = {
  /** folder of the icons `tray-<state>[-dark|Template].png` */
  readonly icons: string;
  readonly act: (action: TrayAction) => void;
  readonly hasCrashReports: () => boolean;
};

export type TrayIcon = {
  /** Shows this status in these words. Cheap when nothing of it is new. */
  show(status: EngineStatus, translate: Translate): void;
  /** Offers to restart for this version; undefined: none waits for it. */
  offerUpdate(version: string | undefined): void;
  close(): void;
};

export function openTray({ icons, act, hasCrashReports }: TrayParts): TrayIcon {
  let shownIcon = '';
  let shownMenu = '';
  let shownTooltip = '';
  let update: string | undefined;
  let latest: { readonly status: EngineStatus; readonly translate: Translate } | undefined;
  const tray = new Tray(nativeImage.createFromPath(iconFile(icons, 'idle')));

  const show = () => {
    if (latest === undefined || tray.isDestroyed()) return;
    const { status, translate } = latest;
    const icon = iconFile(icons, status.state.kind);
    if (icon !== shownIcon) {
      shownIcon = icon;
      tray.setImage(nativeImage.createFromPath(icon));
    }
    const tooltip = trayTooltip(status, translate);
    if (tooltip !== shownTooltip) {
      shownTooltip = tooltip;
      tray.setToolTip(tooltip);
    }
    const items = trayMenu(status, translate, { update, hasCrashReports: hasCrashReports() });
    const menu = JSON.stringify(items);
    if (menu !== shownMenu) {
      shownMenu = menu;
      tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => menuItem(item, act))));
    }
  };

  const clicked = () => {
    act({ kind: 'open-window' });
  };
  // Not on macOS: there a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', clicked);
  nativeTheme.on('updated', show);

  return {
    show: (status, translate) => {
      latest = { status, translate };
      show();
    },
    offerUpdate: (version) => {
      update = version;
      show();
    },
    close: () => {
      nativeTheme.off('updated', show);
      tray.off('click', clicked);
      tray.destroy();
    },
  };
}

/** The icon for a state: macOS colours a `Template` by itself; elsewhere light lines where the desktop is dark. */
function iconFile(folder: string, kind: EngineStatus['state']['kind']): string {
  // it has no icon of its own: nothing is synced for a while, and it comes back by itself, as after a lost connection
  const state = kind === 'restarting' ? 'offline' : kind;
  if (process.platform === 'darwin') return join(folder, `tray-${state}Template.png`);
  return join(folder, `tray-${state}${nativeTheme.shouldUseDarkColors ? '-dark' : ''}.png`);
}

function menuItem(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'line':
      return { type: 'separator' };
    case 'label':
      return { label: item.label, enabled: false };
    case 'action':
      return {
        label: item.label,
        click: () => {
          act(item.action);
        },
      };
    case 'menu':
      return { label: item.label, submenu: item.items.map((inner) => menuItem(inner, act)) };
  }
}
