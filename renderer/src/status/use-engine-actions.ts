import { useState } from 'react';
import type { Result } from '../../../shared/result.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { saidNo } from '../state/said-no.ts';
import { useNotices } from '../ui/notices.tsx';

/** The buttons that steer the engine; what fails is said at the foot of the window. */
export function useEngineActions(): {
  readonly working: boolean;
  /** one pair, or all */
  readonly pause: (pairId?: number) => void;
  readonly resume: (pairId?: number) => void;
  readonly retry: () => void;
  readonly reveal: (path: string) => void;
  readonly bringBack: (pairId: number) => void;
  readonly takeOver: (pairId: number) => void;
} {
  const bridge = useBridge();
  const { say } = useNotices();
  const textOf = useFailureText();
  const [working, setWorking] = useState(false);

  const run = async (call: () => Promise<Result<undefined>>): Promise<void> => {
    setWorking(true);
    const result = await call();
    setWorking(false);
    if (!result.ok && !saidNo(result.error)) say(textOf(result.error), 'failed');
  };

  return {
    working,
    pause: (pairId) => void run(() => bridge.pause(pairId)),
    resume: (pairId) => void run(() => bridge.resume(pairId)),
    retry: () => void run(bridge.retry),
    reveal: (path) => void run(() => bridge.reveal(path)),
    bringBack: (pairId) => void run(() => bridge.bringBack(pairId)),
    takeOver: (pairId) => void run(() => bridge.takeOver(pairId)),
  };
}
