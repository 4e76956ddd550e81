/** Simulated parts outside of a run: time goes on by itself for as long as somebody waits. */
import { throughTime } from './clock.ts';
import { createCrashSwitch, type CrashSwitch } from './crash-switch.ts';
import { createRandom, type Random } from './random.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export type Virtual = {
  readonly time: VirtualTime;
  readonly crashSwitch: CrashSwitch;
  readonly random: Random;
  /** Lets virtual time go on until the promise has settled. */
  through<T>(promise: Promise<T>): Promise<T>;
};

export function createVirtual(seed: number): Virtual {
  const time = createVirtualTime(1_700_000_000_000_000, false);
  return {
    time,
    crashSwitch: createCrashSwitch(time),
    random: createRandom(seed, 'virtual'),
    through: (promise) => throughTime(time, promise),
  };
}

/** The same object, whose async methods and generators let virtual time go on while they are waited for. */
export function selfTiming<T extends object>(target: T, virtual: Virtual): T {
  return new Proxy(target, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, from, args);
        if (result instanceof Promise)
          return virtual
            .through(result)
            .then((given: unknown) =>
              typeof given === 'object' && given !== null && 'close' in given
                ? selfTiming(given, virtual)
                : given,
            );
        if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result)
          return timed(result as AsyncGenerator<unknown>, virtual);
        return result;
      };
    },
  });
}

async function* timed<T>(generator: AsyncGenerator<T>, virtual: Virtual): AsyncGenerator<T> {
  for (;;) {
    const step = await virtual.through(generator.next());
    if (step.done) return;
    yield step.value;
  }
}
