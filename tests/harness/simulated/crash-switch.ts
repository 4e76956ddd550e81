/**
 * Stands between one life of the engine and the simulated world. After a crash nothing that the engine waits for ever
 * answers, so none of its code goes on, as if the process were gone.
 */
import { KooError } from '../../../main/model/errors.ts';
import type { VirtualTime } from './virtual-time.ts';

export type CrashSwitch = {
  readonly alive: boolean;
  /** how many operations of disk and server have not answered yet */
  readonly waiting: number;
  /** from here on nothing answers */
  crash(): void;
  /** Does `effect` after `us` microseconds and answers with its value, unless there was a crash. */
  disk<T>(us: number, effect: () => T): Promise<T>;
  /**
   * A request: the effect after `there`, the answer after `back` more. A request on its way when the engine crashes
   * or gives up still arrives, or not, as `arrives` says. `effect` returns what is answered, after the effect.
   */
  request<T>(
    there: number,
    back: number,
    arrives: boolean,
    effect: () => () => T,
    signal: AbortSignal | undefined,
  ): Promise<T>;
};

export function createCrashSwitch(time: VirtualTime): CrashSwitch {
  let alive = true;
  let waiting = 0;
  return {
    get alive() {
      return alive;
    },
    get waiting() {
      return waiting;
    },
    crash() {
      alive = false;
    },
    disk: <T>(us: number, effect: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting++;
        time.after(us, () => {
          waiting--;
          if (!alive) return;
          try {
            resolve(effect());
          } catch (thrown) {
            reject(thrown as Error);
          }
        });
      }),
    request: <T>(
      there: number,
      back: number,
      arrives: boolean,
      effect: () => () => T,
      signal: AbortSignal | undefined,
    ) =>
      new Promise<T>((resolve, reject) => {
        // code that runs on to its next wait after a crash at a commit was never run: it sends nothing
        if (!alive) return;
        let over = false;
        waiting++;
        const end = (say: () => void) => {
          if (over) return;
          over = true;
          waiting--;
          signal?.removeEventListener('abort', onAbort);
          if (alive) say();
        };
        const onAbort = () => {
          end(() => reject(new KooError('CANCELLED', 'cancelled')));
        };
        if (signal?.aborted) return onAbort();
        signal?.addEventListener('abort', onAbort, { once: true });
        time.after(there, () => {
          if ((over || !alive) && !arrives) return;
          let answer: () => T;
          try {
            answer = effect();
          } catch (thrown) {
            answer = () => {
              throw thrown as Error;
            };
          }
          time.after(back, () => {
            end(() => {
              try {
                resolve(answer());
              } catch (thrown) {
                reject(thrown as Error);
              }
            });
          });
        });
      }),
  };
}
