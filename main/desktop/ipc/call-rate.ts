/**
 * So many calls of the window are answered, and no more: a page gone bad could keep the main process busy with nothing else.
 * A page of ours makes a few at each click or key. Pure.
 */

/** at once, after a while without any */
const most = 500;
/** from then on */
const perSecond = 100;

export type CallRate = {
  /** May one more be answered? `isFirst`: it is the first that may not, since one might. */
  take(): { readonly may: true } | { readonly may: false; readonly isFirst: boolean };
};

/** `now`: ms on a clock that nobody sets. */
export function createCallRate(now: () => number): CallRate {
  let left = most;
  let at = now();
  let isOver = false;
  return {
    take: () => {
      const time = now();
      left = Math.min(most, left + ((time - at) * perSecond) / 1000);
      at = time;
      if (left < 1) {
        const isFirst = !isOver;
        isOver = true;
        return { may: false, isFirst };
      }
      left -= 1;
      isOver = false;
      return { may: true };
    },
  };
}
