/**
 * The engine of another process, as whoever calls it knows engines. It outlives the ends of that process: what is to run is
 * started again when the process is back, and until then its status says that it is restarting.
 */
import type { EngineStatus } from '../../shared/views.ts';
import type { Engine, EngineEvents } from '../engine/api.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError, toKooError } from '../model/errors.ts';
import { engineOver, type PartCall } from './crossing.ts';

export type RemoteEngineParts = {
  readonly call: PartCall;
  readonly isRunning: () => boolean;
  readonly clock: Pick<Clock, 'sleep'>;
};

export type RemoteEngine = {
  readonly engine: Engine;
  /** What the process told: the arguments are those of the event, as they crossed. */
  emit(event: keyof EngineEvents, ...args: readonly unknown[]): void;
  /** The process ended. */
  ended(): void;
  /** The process is back: what ran before runs again. */
  back(): Promise<void>;
};

/** A start that another process keeps from the state folder is tried again after this. */
const triesAgainMs = 5_000;

export function createRemoteEngine({ call, isRunning, clock }: RemoteEngineParts): RemoteEngine {
  const remote = engineOver(call);
  const listeners = new Map<keyof EngineEvents, Set<(...args: never[]) => void>>();
  const emit = (event: keyof EngineEvents, ...args: readonly unknown[]) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(...(args as never[]));
  };
  let isWanted = false;
  let last: EngineStatus = { state: { kind: 'restarting' }, allPaused: false, pairs: [], recent: [] };

  const engine: Engine = {
    ...remote,
    start: async () => {
      isWanted = true;
      try {
        await unlessGone(remote.start(), undefined);
      } catch (thrown) {
        isWanted = false;
        throw thrown;
      }
    },
    stop: async () => {
      isWanted = false;
      await unlessGone(remote.stop(), undefined);
    },
    // a life that begins looks at everything anyway
    retry: () => unlessGone(remote.retry(), undefined),
    status: async (listed) => {
      const status = await unlessGone<EngineStatus | undefined>(remote.status(listed), undefined);
      if (status === undefined) return { ...last, state: { kind: 'restarting' } };
      last = status;
      return status;
    },
    on: (event, listener) => {
      const one = (...args: never[]) => {
        (listener as (...args: never[]) => void)(...args);
      };
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(one));
      return () => {
        all.delete(one);
      };
    },
  };

  const back = async (): Promise<void> => {
    emit('status');
    for (let tries = 0; isWanted && isRunning(); tries++) {
      try {
        await remote.start();
        return;
      } catch (thrown) {
        const error = toKooError(thrown);
        if (error.code === 'ENGINE_RESTARTING') return;
        if (tries === 0) emit('notice', error);
        await clock.sleep(triesAgainMs);
      }
    }
  };
  return { engine, emit, ended: () => emit('status'), back };
}

/** `otherwise` where the process ended meanwhile, or is not there. */
async function unlessGone<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof KooError && thrown.code === 'ENGINE_RESTARTING') return otherwise;
    throw thrown;
  }
}
