import { createContext, useEffect, useState } from 'react';

/** The moment all relative times on the page are counted from. */
export const NowContext = createContext(Date.now());

/** Ticks twice a minute while the page is visible, and at once when it comes back to sight. */
export function useTickingNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = (): void => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    const timer = setInterval(tick, 30_000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return now;
}
