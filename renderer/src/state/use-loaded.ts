import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure, Result } from '../../../shared/result.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: Failure };

/**
 * Asks the main process for something when shown and whenever `load` changes. An answer that arrives after a later
 * question was asked is dropped. `refresh` asks again and keeps what is shown meanwhile; `reload` shows loading.
 */
export function useLoaded<T>(
  load: () => Promise<Result<T>>,
  /** what is shown stays until the answer to a changed question is there: for lists that follow typing */
  keepShown = false,
): {
  readonly loaded: Loaded<T>;
  readonly refresh: () => void;
  readonly reload: () => void;
} {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const question = useRef(0);

  const ask = useCallback(() => {
    question.current += 1;
    const mine = question.current;
    void load().then((result) => {
      if (mine !== question.current) return;
      setLoaded(
        result.ok ? { state: 'ready', value: result.value } : { state: 'failed', error: result.error },
      );
    });
  }, [load]);

  const reload = useCallback(() => {
    setLoaded({ state: 'loading' });
    ask();
  }, [ask]);

  useEffect(() => {
    if (keepShown) ask();
    else reload();
    return () => {
      question.current += 1;
    };
  }, [ask, reload, keepShown]);

  return { loaded, refresh: ask, reload };
}
