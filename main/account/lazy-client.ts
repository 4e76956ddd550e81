/**
 * A KooDrive that is there before anybody signed in: each call goes through a client for the sign-in that is in force
 * at that moment, or throws SIGN_IN_NEEDED. So the engine lives on through signing out and in again.
 */
import type { KooDrive } from '../koodrive/api.ts';
import { toKooError } from '../model/errors.ts';
import type { Account, Connection, SignedIn } from './account.ts';

export type LazyClient = Connection;

export const createLazyClient = (
  account: Pick<Account, 'current' | 'forget'>,
  connect: (current: SignedIn) => Connection,
  /** what else a client is made for: another one takes its place when this changes */
  asOf: () => string = () => '',
): LazyClient => {
  let open: { readonly current: SignedIn; readonly asOf: string; readonly client: Connection } | undefined;
  const closing = new Set<Promise<void>>();

  const letGo = () => {
    if (open === undefined) return;
    // calls under way on the old client end as OFFLINE, and are made again on the new one
    const done = open.client.close().catch(() => undefined);
    closing.add(done);
    void done.then(() => closing.delete(done));
    open = undefined;
  };

  const client = async (): Promise<Connection> => {
    const current = await account.current();
    const now = asOf();
    if (open?.current === current && open.asOf === now) return open.client;
    letGo();
    open = { current, asOf: now, client: connect(current) };
    return open.client;
  };

  /** A refused sign-in is looked up anew for the next call: another process may have signed in meanwhile. */
  const heard = (thrown: unknown): never => {
    if (toKooError(thrown).code === 'SIGN_IN_NEEDED') account.forget();
    throw thrown;
  };

  const call =
    <A extends unknown[], R>(pick: (koodrive: KooDrive) => (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        const koodrive = await client();
        return await pick(koodrive).apply(koodrive, args);
      } catch (thrown) {
        return heard(thrown);
      }
    };

  const stream = <A extends unknown[], T>(pick: (koodrive: KooDrive) => (...args: A) => AsyncIterable<T>) =>
    async function* (...args: A): AsyncGenerator<T> {
      try {
        const koodrive = await client();
        yield* pick(koodrive).apply(koodrive, args);
      } catch (thrown) {
        heard(thrown);
      }
    };

  return {
    probe: call((koodrive) => koodrive.probe),
    checkSession: call((koodrive) => koodrive.checkSession),
    spaces: call((koodrive) => koodrive.spaces),
    space: call((koodrive) => koodrive.space),
    listFolder: stream((koodrive) => koodrive.listFolder),
    detail: call((koodrive) => koodrive.detail),
    createFolder: call((koodrive) => koodrive.createFolder),
    rename: call((koodrive) => koodrive.rename),
    move: call((koodrive) => koodrive.move),
    recycle: call((koodrive) => koodrive.recycle),
    undoRecycle: call((koodrive) => koodrive.undoRecycle),
    createFile: call((koodrive) => koodrive.createFile),
    createRevision: call((koodrive) => koodrive.createRevision),
    partLinks: call((koodrive) => koodrive.partLinks),
    putPart: call((koodrive) => koodrive.putPart),
    completeFile: call((koodrive) => koodrive.completeFile),
    completeRevision: call((koodrive) => koodrive.completeRevision),
    listRevisions: call((koodrive) => koodrive.listRevisions),
    getRevision: call((koodrive) => koodrive.getRevision),
    updateRevision: call((koodrive) => koodrive.updateRevision),
    deleteRevision: call((koodrive) => koodrive.deleteRevision),
    download: stream((koodrive) => koodrive.download),
    close: async () => {
      letGo();
      await Promise.all(closing);
    },
  };
};
