/**
 * What a panel with a tray does first: own org.kde.StatusNotifierWatcher and keep the list of icons that programs
 * register. Debian has no light ready-made one. Reading and clicking an icon is desktop-session-tray.ts's business.
 */
import dbus from 'dbus-next';

const NAME = 'org.kde.StatusNotifierWatcher';

class Watcher extends dbus.interface.Interface {
  items: string[] = [];

  constructor() {
    super(NAME);
  }

  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }

  /** Programs give the bus name their icon answers on; it stands at /StatusNotifierItem there. */
  RegisterStatusNotifierItem(service: string): void {
    if (this.items.includes(service)) return;
    this.items = [...this.items, service];
    this.StatusNotifierItemRegistered(service);
  }
  RegisterStatusNotifierHost(): void {
    this.StatusNotifierHostRegistered();
  }

  forget(service: string): void {
    if (!this.items.includes(service)) return;
    this.items = this.items.filter((item) => item !== service);
    this.StatusNotifierItemUnregistered(service);
  }

  StatusNotifierItemRegistered(service: string): string {
    return service;
  }
  StatusNotifierItemUnregistered(service: string): string {
    return service;
  }
  StatusNotifierHostRegistered(): void {
    // A signal without arguments: dbus-next sends it when this returns.
  }
}

Watcher.configureMembers({
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's', outSignature: '' },
    RegisterStatusNotifierHost: { inSignature: 's', outSignature: '' },
  },
  signals: {
    StatusNotifierItemRegistered: { signature: 's' },
    StatusNotifierItemUnregistered: { signature: 's' },
    StatusNotifierHostRegistered: { signature: '' },
  },
});

export const startWatcher = async (busAddress: string): Promise<{ stop(): void }> => {
  const bus = dbus.sessionBus({ busAddress });
  const watcher = new Watcher();
  bus.export('/StatusNotifierWatcher', watcher);
  await bus.requestName(NAME, dbus.NameFlag.DO_NOT_QUEUE);
  // A program that ends, however, loses its names: then its icon is gone.
  const daemon = await bus.getProxyObject('org.freedesktop.DBus', '/org/freedesktop/DBus');
  daemon
    .getInterface('org.freedesktop.DBus')
    .on('NameOwnerChanged', (name: string, _before: string, now: string) => {
      if (now === '') watcher.forget(name);
    });
  return {
    stop: () => {
      bus.disconnect();
    },
  };
};
