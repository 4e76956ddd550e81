import { createContext, useContext } from 'react';
import type { KooBridge } from '../../../shared/ipc/bridge.ts';

declare global {
  interface Window {
    readonly koo: KooBridge;
  }
}

const absent: unknown = undefined;

/** The only door out of the page. Given once in main.tsx, so that tests and the dev page can give another. */
export const BridgeContext = createContext(absent as KooBridge);

export const useBridge = (): KooBridge => useContext(BridgeContext);
