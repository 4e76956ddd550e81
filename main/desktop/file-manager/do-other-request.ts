/** Does what a file manager asked for beside a history, and says that it is done: its user sees no window of ours. */
import { basename } from 'node:path';
import type { Translate } from '../../../shared/strings/index.ts';
import type { LocatedFile } from '../../model/located-file.ts';
import type { Pair } from '../../model/pair.ts';

export type OtherRequest = {
  readonly kind: 'copy-path' | 'pause';
  /** absolute */
  readonly paths: readonly string[];
};

export type OtherRequestParts = {
  readonly engine: {
    pairs(): Promise<readonly Pair[]>;
    /** Throws NOT_IN_A_PAIR. */
    locate(path: string): Promise<Pick<LocatedFile, 'pair' | 'relativePath'>>;
    pause(pairId: number): Promise<void>;
  };
  readonly translate: Translate;
  /** onto the clipboard */
  readonly copy: (text: string) => Promise<void>;
  /** tells the user */
  readonly tell: (text: string) => void;
};

export async function doOtherRequest(request: OtherRequest, parts: OtherRequestParts): Promise<void> {
  const { engine, translate, copy, tell } = parts;
  const pairs = await engine.pairs();
  const places: { readonly pair: Pair; readonly relativePath: string }[] = [];
  for (const path of request.paths) {
    // a synced folder itself is in none
    const own = pairs.find(({ folder }) => folder === path);
    places.push(own ? { pair: own, relativePath: '' } : await engine.locate(path));
  }
  if (request.kind === 'pause') {
    const paused = new Map(places.map(({ pair }) => [pair.id, basename(pair.folder)]));
    for (const id of paused.keys()) await engine.pause(id);
    tell(translate('notification.paused', { folders: [...paused.values()].join(', ') }));
    return;
  }
  const remote = places.map(({ pair, relativePath }) =>
    ['', pair.remote, ...(relativePath === '' ? [] : [relativePath])].join('/'),
  );
  await copy(remote.join('\n'));
  tell(translate('notification.copied', { count: remote.length }));
}
