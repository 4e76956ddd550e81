/** Move and recycle: jobs that the server runs on its own time (API section 11, open point 23). */
import { isGoneRemotely, KooError } from '../model/errors.ts';
import type { CallOptions, KooDrive, RemoteEntry } from './api.ts';
import type { Caller } from './request.ts';
import { idPath, job, jobId, type JobAnswer } from './schemas.ts';
import { codeOfRefusal } from './server-errors.ts';
import { createTargetFolders } from './target-folders.ts';

const MOVE = { taskType: 3, actionType: 301 };
const UNDO_RECYCLE = { taskType: 4 };
const RECYCLE = { taskType: 2, actionType: 201 };
/** "already in the target folder": for a move that may be the second try, that is done */
const ALREADY_THERE = '13000312';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

type Item = { readonly containerId: string; readonly fileId: string };

/** One job on one item. */
type Order = {
  readonly call: 'move' | 'recycle' | 'undoRecycle';
  readonly kind: { readonly taskType: number; readonly actionType?: number };
  readonly item: Item;
  readonly newFilePath?: string;
  /** After a doubtful end: is the item where it should be? */
  readonly arrived: () => Promise<boolean>;
};

export function createJobs(
  caller: Caller,
  detail: (containerId: string, fileId: string, options?: CallOptions) => Promise<RemoteEntry>,
): Pick<KooDrive, 'move' | 'recycle' | 'undoRecycle'> {
  const isRecycled = async ({ containerId, fileId }: Item, options: CallOptions | undefined) =>
    (await detail(containerId, fileId, options)).recycled;
  const targets = createTargetFolders(caller.connection.clock);
  return {
    async move({ containerId, fileId, toParentId }, options) {
      const ask = () => pathOf(caller, { containerId, fileId: toParentId }, options);
      const order: Order = {
        call: 'move',
        kind: MOVE,
        item: { containerId, fileId },
        // the id path of the target folder is the likely reading (section 11)
        newFilePath: await targets.pathOf(containerId, toParentId, ask),
        arrived: async () => (await detail(containerId, fileId, options)).parentId === toParentId,
      };
      try {
        await run(caller, order, options);
      } catch (error) {
        if (!(error instanceof KooError) || error.detail.serverCode !== ALREADY_THERE) throw error;
      } finally {
        // whatever came of it, and what was asked for while it was under way
        targets.moved(containerId, fileId);
      }
    },

    recycle: ({ containerId, fileId }, options) => {
      const item = { containerId, fileId };
      const arrived = async () => {
        try {
          return await isRecycled(item, options);
        } catch (error) {
          if (isGoneRemotely(error)) return true;
          throw error;
        }
      };
      return run(caller, { call: 'recycle', kind: RECYCLE, item, arrived }, options);
    },

    async undoRecycle({ containerId, fileId, toParentId }, options) {
      const item = { containerId, fileId };
      const order: Order = {
        call: 'undoRecycle',
        kind: UNDO_RECYCLE,
        item,
        arrived: async () => !(await isRecycled(item, options)),
        ...(toParentId === undefined
          ? {}
          : { newFilePath: await pathOf(caller, { containerId, fileId: toParentId }, options) }),
      };
      await run(caller, order, options);
      // it may have another name than it had: its own may be taken
      return detail(containerId, fileId, options);
    },
  };
}

const pathOf = (
  caller: Caller,
  { containerId, fileId }: Item,
  options: CallOptions | undefined,
): Promise<string> =>
  caller.call(
    {
      call: 'path',
      method: 'GET',
      path: ['v1', 'files', 'path'],
      query: { fileId, containerId },
      schema: idPath,
    },
    options,
  );

/** Runs a job to its end. */
async function run(caller: Caller, order: Order, options: CallOptions | undefined): Promise<void> {
  const { clock, timeouts } = caller.connection;
  const id = await start(caller, order, options);
  const deadline = clock.elapsed() + timeouts.job;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const state = await look(caller, id, options);
    if (state.succeeded) return;
    if (state.done || state.cancelled) {
      if (state.partly && (await order.arrived())) return;
      mindFailure(order, state);
      return;
    }
    if (clock.elapsed() >= deadline)
      throw new KooError('TIMED_OUT', `${order.call}: the job did not end in time`);
    await clock.sleep(wait, options?.signal);
    if (options?.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
  }
}

async function start(caller: Caller, order: Order, options: CallOptions | undefined): Promise<string> {
  const { call, kind, item, newFilePath } = order;
  // what lies in the bin has no path; the server remembers where it was (section 11)
  const filePath = kind === UNDO_RECYCLE ? undefined : await pathOf(caller, item, options);
  return caller.call(
    {
      call,
      path: ['v1', 'jobs'],
      body: {
        ...kind,
        dstContainerId: item.containerId,
        taskInfo: {
          srcContainerId: item.containerId,
          fileInfo: [{ fileId: item.fileId, ...(filePath === undefined ? {} : { filePath }) }],
          ...(newFilePath === undefined ? {} : { newFilePath }),
        },
      },
      schema: jobId,
    },
    options,
  );
}

async function look(caller: Caller, id: string, options: CallOptions | undefined): Promise<JobAnswer> {
  const ask = (path: readonly string[]) =>
    caller.call({ call: 'job', method: 'GET', path, schema: job }, options);
  try {
    return await ask(['v1', 'jobs', id]);
  } catch (error) {
    // printed without `jobs/` (section 11): the one that is not there is a 404 without a code of KooDrive's own
    const unknownPath =
      error instanceof KooError &&
      error.detail.status === 404 &&
      !/^\d+$/.test(error.detail.serverCode ?? '');
    if (!unknownPath) throw error;
    return ask(['v1', id]);
  }
}

/** Throws what a job that ended badly means; returns when it means that all is as it should be. */
function mindFailure({ call, newFilePath }: Order, state: JobAnswer): void {
  const serverCode = /^\d{8}$/.test(state.resultCode ?? '') ? state.resultCode : undefined;
  if (serverCode === ALREADY_THERE && newFilePath !== undefined) return;
  throw new KooError(
    // without a code of its own a failed job is worth another try: the item may have been busy
    serverCode === undefined ? 'SERVER_BUSY' : codeOfRefusal({ status: 400, serverCode, named: false }),
    `${call}: the job ${state.cancelled ? 'was cancelled' : state.partly ? 'ended in part' : 'failed'}`,
    serverCode === undefined ? {} : { detail: { serverCode } },
  );
}
