/** Contents that the window shows: asks for them, says how far a fetch is, and gives them the address that the page reads. */
import { basename } from 'node:path';
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { EventValue } from '../../../shared/ipc/events.ts';
import type { HeldContent } from '../../../shared/views.ts';
import type { FileHistory } from '../../history/file-history.ts';
import type { Held, HeldContents } from '../../history/held-contents.ts';
import { contentUrl } from '../window/content-protocol.ts';

export type Holding = {
  version(path: string, revisionId: string): Promise<HeldContent>;
  present(path: string): Promise<HeldContent>;
  release(path: string, revisionId: string | undefined): void;
};

export type HoldingParts = {
  readonly history: Pick<FileHistory, 'content' | 'present'>;
  readonly held: HeldContents;
  /** hears of every hundredth that was fetched, and of a fetch that broke off and is tried again */
  readonly tell: (progress: EventValue<'history:fetching'>) => void;
};

export function createHolding({ history, held, tell }: HoldingParts): Holding {
  /** Each look at the disk may find another content: they are held apart, and let go of in the order they were asked for. */
  const presents = new Map<string, string[]>();
  let asked = 0;
  const keyOf = (path: string, revisionId: string) => `${path}\0${revisionId}`;
  return {
    async version(path, revisionId) {
      let told = -1;
      const progress = (bytes: number, size: number) => {
        const percent = fetchedPercent({ kind: 'fetching', bytes, size });
        if (percent === told) return;
        told = percent;
        tell({ path, revisionId, bytes, size });
      };
      const waits = (bytes: number, size: number) => {
        // the next hundredth ends the waiting, were it the one that was told last
        told = -1;
        tell({ path, revisionId, bytes, size, waits: true });
      };
      return viewOf(
        await held.hold(keyOf(path, revisionId), basename(path), (signal) =>
          history.content(path, revisionId, { signal, progress, waits }),
        ),
      );
    },
    async present(path) {
      // no id of the server's holds a second NUL
      const key = keyOf(path, `\0${(asked += 1)}`);
      const keys = presents.get(path) ?? [];
      presents.set(path, keys);
      keys.push(key);
      try {
        return viewOf(await held.hold(key, basename(path), (signal) => history.present(path, { signal })));
      } catch (thrown) {
        keys.splice(keys.indexOf(key), 1);
        throw thrown;
      }
    },
    release(path, revisionId) {
      if (revisionId !== undefined) {
        held.release(keyOf(path, revisionId));
        return;
      }
      const key = presents.get(path)?.shift();
      if (presents.get(path)?.length === 0) presents.delete(path);
      if (key !== undefined) held.release(key);
    },
  };
}

const viewOf = ({ token, size, sha256 }: Held): HeldContent => ({ url: contentUrl(token), size, sha256 });
