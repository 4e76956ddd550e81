/**
 * Stops a transfer on which nothing moves any more; how long it takes in all is its own affair. Uses real timers,
 * not the clock that is passed in: a stalled socket is a matter of real time.
 */
export type ProgressWatch = {
  /** fires when the outer signal does, or when nothing moved for too long */
  readonly signal: AbortSignal;
  readonly stalled: boolean;
  /** something moved: wait afresh, from now on for `ms` */
  moved(ms: number): void;
  /** Must be called in the end, whatever happened. */
  end(): void;
};

export function watchProgress(ms: number, outer: AbortSignal | undefined): ProgressWatch {
  const controller = new AbortController();
  let stalled = false;
  const expire = () => {
    stalled = true;
    controller.abort();
  };
  const stop = () => {
    controller.abort();
  };
  let timer = setTimeout(expire, ms);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    get stalled() {
      return stalled;
    },
    moved(next) {
      clearTimeout(timer);
      timer = setTimeout(expire, next);
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
