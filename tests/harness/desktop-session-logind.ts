/** What tells programs that the machine sleeps, wakes and ends: logind, as far as Chromium listens to it. */
import dbus from 'dbus-next';

const NAME = 'org.freedesktop.login1';

class Manager extends dbus.interface.Interface {
  constructor() {
    super(`${NAME}.Manager`);
  }

  /** Programs ask for a moment before the sleep; without a descriptor they get none, and are told all the same. */
  Inhibit(): never {
    throw new dbus.DBusError('org.freedesktop.DBus.Error.NotSupported', 'not in tests');
  }
  PrepareForSleep(begins: boolean): boolean {
    return begins;
  }
  PrepareForShutdown(begins: boolean): boolean {
    return begins;
  }
}

Manager.configureMembers({
  methods: { Inhibit: { inSignature: 'ssss', outSignature: 'h' } },
  signals: { PrepareForSleep: { signature: 'b' }, PrepareForShutdown: { signature: 'b' } },
});

export type Logind = {
  /** for programs, whose system's bus this is then */
  readonly env: { readonly DBUS_SYSTEM_BUS_ADDRESS: string };
  sleep(): void;
  wake(): void;
  shutDown(): void;
  stop(): void;
};

/** On a bus of tests, which it shares with the session. */
export const startLogind = async (busAddress: string): Promise<Logind> => {
  const bus = dbus.sessionBus({ busAddress });
  const manager = new Manager();
  bus.export('/org/freedesktop/login1', manager);
  await bus.requestName(NAME, dbus.NameFlag.DO_NOT_QUEUE);
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: busAddress },
    sleep: () => {
      manager.PrepareForSleep(true);
    },
    wake: () => {
      manager.PrepareForSleep(false);
    },
    shutDown: () => {
      manager.PrepareForShutdown(true);
    },
    stop: () => {
      bus.disconnect();
    },
  };
};
