/**
 * The tray as a user at a desktop has it: sees icon and tooltip, opens the menu, clicks an entry. Works from any
 * process that knows the bus, so a test need not have started the session itself.
 */
import dbus from 'dbus-next';
import { eventually } from './desktop-session-eventually.ts';

export type TrayItem = {
  /** bus name the icon answers on */
  readonly service: string;
  readonly id: string;
  readonly title: string;
  readonly tooltip: string;
  readonly status: string;
  /** name of an icon, empty where the program sends a picture */
  readonly iconName: string;
  /** pictures by size, in ARGB32, network byte order */
  readonly pictures: readonly { readonly width: number; readonly height: number; readonly argb: Buffer }[];
  readonly menuPath: string;
};

export type TrayMenuEntry = {
  readonly id: number;
  readonly label: string;
  readonly kind: 'entry' | 'separator';
  readonly enabled: boolean;
  readonly visible: boolean;
  /** undefined where it is no checkbox and no radio button */
  readonly checked: boolean | undefined;
  readonly entries: readonly TrayMenuEntry[];
};

export type Tray = {
  /** the icons that stand in the tray now */
  items(): Promise<TrayItem[]>;
  /** the first icon, as soon as there is one */
  waitForItem(fits?: (item: TrayItem) => boolean, limit?: number): Promise<TrayItem>;
  /** the menu of the first icon (or of `item`) */
  menu(item?: TrayItem): Promise<TrayMenuEntry[]>;
  /** Clicks the menu entry with this label, at any depth; throws with the labels there are when there is none. */
  click(label: string, item?: TrayItem): Promise<void>;
  /** a click on the icon itself */
  activate(item?: TrayItem): Promise<void>;
  disconnect(): void;
};

type Variant<T = unknown> = dbus.Variant<T>;
type Node = [id: number, properties: Record<string, Variant>, children: Variant[]];

const toEntry = ([id, properties, children]: Node): TrayMenuEntry => {
  const value = (name: string): unknown => properties[name]?.value;
  const toggles = value('toggle-type') === 'checkmark' || value('toggle-type') === 'radio';
  return {
    id,
    // One underscore marks the access key, two stand for one.
    label: String(value('label') ?? '').replace(/_(.?)/g, '$1'),
    kind: value('type') === 'separator' ? 'separator' : 'entry',
    enabled: value('enabled') !== false,
    visible: value('visible') !== false,
    checked: toggles ? value('toggle-state') === 1 : undefined,
    entries: children.map((child) => toEntry(child.value as Node)),
  };
};

const flat = (entries: readonly TrayMenuEntry[]): TrayMenuEntry[] =>
  entries.flatMap((entry) => [entry, ...flat(entry.entries)]);

export const openTray = (busAddress: string): Tray => {
  const bus = dbus.sessionBus({ busAddress });

  const call = async (
    destination: string,
    path: string,
    face: string,
    member: string,
    signature = '',
    body: unknown[] = [],
  ): Promise<unknown[]> => {
    const reply = await bus.call(
      new dbus.Message({ destination, path, interface: face, member, signature, body }),
    );
    return reply?.body ?? [];
  };

  const read = async (service: string): Promise<TrayItem> => {
    const [answer] = await call(
      service,
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'GetAll',
      's',
      ['org.kde.StatusNotifierItem'],
    );
    const properties = answer as Record<string, Variant>;
    const text = (name: string): string => String(properties[name]?.value ?? '');
    const tip = properties['ToolTip']?.value as [string, unknown, string, string] | undefined;
    const pictures = (properties['IconPixmap']?.value ?? []) as [number, number, Buffer][];
    return {
      service,
      id: text('Id'),
      title: text('Title'),
      tooltip: tip?.[2] ?? '',
      status: text('Status'),
      iconName: text('IconName'),
      pictures: pictures.map(([width, height, argb]) => ({ width, height, argb })),
      menuPath: text('Menu'),
    };
  };

  const items = async (): Promise<TrayItem[]> => {
    const [answer] = await call(
      'org.kde.StatusNotifierWatcher',
      '/StatusNotifierWatcher',
      'org.freedesktop.DBus.Properties',
      'Get',
      'ss',
      ['org.kde.StatusNotifierWatcher', 'RegisteredStatusNotifierItems'],
    );
    return Promise.all((answer as Variant<string[]>).value.map(read));
  };

  const waitForItem: Tray['waitForItem'] = (fits = () => true, limit = 15_000) =>
    eventually('an icon in the tray', limit, async () => (await items()).find(fits));

  const menuOf = async (item: TrayItem): Promise<TrayMenuEntry[]> => {
    const face = 'com.canonical.dbusmenu';
    // Programs may fill their menu only when it is about to be seen; one that has nothing to fill may answer with an
    // error (Electron does), which panels pass over.
    await call(item.service, item.menuPath, face, 'AboutToShow', 'i', [0]).catch(() => undefined);
    const [, root] = await call(item.service, item.menuPath, face, 'GetLayout', 'iias', [0, -1, []]);
    return [...toEntry(root as Node).entries];
  };

  return {
    items,
    waitForItem,
    menu: async (item) => menuOf(item ?? (await waitForItem())),
    click: async (label, given) => {
      const item = given ?? (await waitForItem());
      const all = flat(await menuOf(item)).filter((entry) => entry.kind === 'entry' && entry.visible);
      const entry = all.find((one) => one.label === label);
      if (entry === undefined) {
        throw new Error(
          `The tray menu has no "${label}"; it has ${all.map((one) => `"${one.label}"`).join(', ')}.`,
        );
      }
      if (!entry.enabled) throw new Error(`"${label}" in the tray menu cannot be clicked now.`);
      await call(item.service, item.menuPath, 'com.canonical.dbusmenu', 'Event', 'isvu', [
        entry.id,
        'clicked',
        new dbus.Variant('s', ''),
        0,
      ]);
    },
    activate: async (given) => {
      const item = given ?? (await waitForItem());
      await call(item.service, '/StatusNotifierItem', 'org.kde.StatusNotifierItem', 'Activate', 'ii', [0, 0]);
    },
    disconnect: () => {
      bus.disconnect();
    },
  };
};
