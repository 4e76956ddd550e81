/** Move and recycle: jobs that the server runs on its own time (API section 11, open point 23). */
import { isGoneRemotely, KooError } from '../model/errors.ts';
import type { CallOptions, KooDrive, RemoteEntry } from './api.ts';
import type { Caller } from './request.ts';
import { idPath, job, jobId, type JobAnswer } from './schemas.ts';
import { codeOfRefusal } from './server-errors.ts';

const MOVE = { taskType: 3, actionType: 301 };
const UNDO_RECYCLE = { taskType: 4 };
const RECYCLE = { taskType: 2, actionType: 201 };
/** "already in the target folder": for a move that may be the second try, that is done */
const ALREADY_THERE = '13000312';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

type Item = { readonly containerId: string; readonly fileId: string };

export function createJobs(
  caller: Caller,
  detail: (containerId: string, fileId: string, options?: CallOptions) => Promise<RemoteEntry>,
): Pick<KooDrive, 'move' | 'recycle' | 'undoRecycle'> {
  const { clock, timeouts } = caller.connection;

  const pathOf = (containerId: string, fileId: string, options: CallOptions | undefined): Promise<string> =>
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

  async function look(id: string, options: CallOptions | undefined): Promise<JobAnswer> {
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

  /** Runs one job on one item to its end. `arrived` tells after a doubtful end whether the item is where it should be. */
  async function run(
    what: string,
    item: Item,
    kind: { readonly taskType: number; readonly actionType?: number },
    newFilePath: string | undefined,
    arrived: () => Promise<boolean>,
    options: CallOptions | undefined,
  ): Promise<void> {
    // what lies in the bin has no path; the server remembers where it was (section 11)
    const filePath = kind === UNDO_RECYCLE ? undefined : await pathOf(item.containerId, item.fileId, options);
    const id = await caller.call(
      {
        call: what,
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
    const deadline = clock.now() + timeouts.job;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const state = await look(id, options);
      if (state.succeeded) return;
      if (state.done || state.cancelled) {
        if (state.partly && (await arrived())) return;
        const serverCode = /^\d{8}$/.test(state.resultCode ?? '') ? state.resultCode : undefined;
        if (serverCode === ALREADY_THERE && newFilePath !== undefined) return;
        throw new KooError(
          // without a code of its own a failed job is worth another try: the item may have been busy
          serverCode === undefined ? 'SERVER_BUSY' : codeOfRefusal({ status: 400, serverCode, named: false }),
          `${what}: the job ${state.cancelled ? 'was cancelled' : state.partly ? 'ended in part' : 'failed'}`,
          serverCode === undefined ? {} : { detail: { serverCode } },
        );
      }
      if (clock.now() >= deadline) throw new KooError('TIMED_OUT', `${what}: the job did not end in time`);
      await clock.sleep(wait, options?.signal);
      if (options?.signal?.aborted) throw new KooError('CANCELLED', 'cancelled');
    }
  }

  return {
    async move({ containerId, fileId, toParentId }, options) {
      // newFilePath: the id path of the target folder is the likely reading (section 11)
      const target = await pathOf(containerId, toParentId, options);
      try {
        await run(
          'move',
          { containerId, fileId },
          MOVE,
          target,
          async () => (await detail(containerId, fileId, options)).parentId === toParentId,
          options,
        );
      } catch (error) {
        if (!(error instanceof KooError) || error.detail.serverCode !== ALREADY_THERE) throw error;
      }
    },

    recycle: ({ containerId, fileId }, options) =>
      run(
        'recycle',
        { containerId, fileId },
        RECYCLE,
        undefined,
        async () => {
          try {
            return (await detail(containerId, fileId, options)).recycled;
          } catch (error) {
            if (isGoneRemotely(error)) return true;
            throw error;
          }
        },
        options,
      ),

    undoRecycle: ({ containerId, fileId }, options) =>
      run(
        'undoRecycle',
        { containerId, fileId },
        UNDO_RECYCLE,
        undefined,
        async () => !(await detail(containerId, fileId, options)).recycled,
        options,
      ),
  };
}
