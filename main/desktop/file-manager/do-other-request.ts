/** Does what a file manager asked for beside a history, and says that it is done: its user sees no window of ours. */
import type { Translate } from '../../../shared/strings/index.ts';
import type { LocatedFile } from '../../model/located-file.ts';
import type { Pair } from '../../model/pair.ts';

export type OtherRequest =
  { readonly kind: 'copy-path'; readonly paths: readonly string[] } | { readonly kind: 'pause' };

export type OtherRequestParts = {
  readonly engine: {
    pairs(): Promise<readonly Pair[]>;
    /** Throws NOT_IN_A_PAIR. */
    locate(path: string): Promise<Pick<LocatedFile, 'pair' | 'relativePath'>>;
    pause(): Promise<void>;
  };
  readonly translate: Translate;
  /** onto the clipboard */
  readonly copy: (text: string) => Promise<void>;
  /** tells the user */
  readonly tell: (text: string) => void;
};

export async function doOtherRequest(request: OtherRequest, parts: OtherRequestParts): Promise<void> {
  const { engine, translate, copy, tell } = parts;
  if (request.kind === 'pause') {
    await engine.pause();
    tell(translate('notification.paused'));
    return;
  }
  const pairs = await engine.pairs();
  const places: string[] = [];
  for (const path of request.paths) {
    // a synced folder itself is in none
    const own = pairs.find(({ folder }) => folder === path);
    const { pair, relativePath } = own ? { pair: own, relativePath: '' } : await engine.locate(path);
    places.push(['', pair.remote, ...(relativePath === '' ? [] : [relativePath])].join('/'));
  }
  await copy(places.join('\n'));
  tell(translate('notification.copied', { count: places.length }));
}
