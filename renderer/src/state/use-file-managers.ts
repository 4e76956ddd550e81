import { useCallback, useEffect, useState } from 'react';
import type { FileManagerEntry, FileManagerName } from '../../../shared/file-managers.ts';
import type { Failure } from '../../../shared/result.ts';
import { useBridge } from './bridge-context.ts';

export type FileManagersState = {
  /** those on this computer, and those that have entries of ours; undefined until they are known */
  readonly managers: readonly FileManagerEntry[] | undefined;
  /** puts the entries in or takes them out; gives why it could not */
  readonly set: (name: FileManagerName, isInstalled: boolean) => Promise<Failure | undefined>;
};

export function useFileManagers(): FileManagersState {
  const bridge = useBridge();
  const [all, setAll] = useState<readonly FileManagerEntry[]>();

  useEffect(() => {
    let isShown = true;
    void bridge.fileManagers().then((result) => {
      // where they cannot be told there is nothing to offer
      if (isShown) setAll(result.ok ? result.value : []);
    });
    return () => {
      isShown = false;
    };
  }, [bridge]);

  const set = useCallback(
    async (name: FileManagerName, isInstalled: boolean) => {
      const result = await (isInstalled ? bridge.installFileManager(name) : bridge.removeFileManager(name));
      if (!result.ok) return result.error;
      setAll(result.value);
      return undefined;
    },
    [bridge],
  );

  return { managers: all?.filter((one) => one.isPresent || one.isInstalled), set };
}
