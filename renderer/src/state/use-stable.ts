import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for the life of a component that calls the newest one: rows that are given it are not drawn anew. */
export function useStable<A extends unknown[], R>(newest: (...args: A) => R): (...args: A) => R {
  const latest = useRef(newest);
  useLayoutEffect(() => {
    latest.current = newest;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
