/** Jobs and clearing the bin (API sections 10 and 11). */
import { z } from 'zod';
import { container, containerOf, filled, read, text, whole } from '../http/body.ts';
import type { Call, Route } from '../call.ts';
import { ApiFailure, badParameter } from '../rules/failure.ts';
import type { JobRow } from '../store/rows.ts';
import type { JobItem, JobRequest } from '../work/job-effects.ts';
import { requireSpace } from '../work/spaces.ts';
import type { World } from '../world.ts';

const actions: Record<number, number[]> = { 1: [101], 2: [201, 202], 3: [301], 4: [], 7: [701] };
const names: Record<number, string> = { 1: 'copy', 2: 'delete', 3: 'move', 4: 'restore', 7: 'clear bin' };

const jobBody = z.object({
  taskType: whole,
  actionType: whole.optional(),
  dstContainerId: filled,
  taskInfo: z.object({
    srcContainerId: filled,
    fileInfo: z.array(z.object({ fileId: filled, filePath: text.optional() })).optional(),
    newFilePath: text.optional(),
  }),
});

const addJob = (
  world: World,
  call: Call,
  job: { taskType: number; actionType: number | undefined; request: JobRequest; items: JobItem[] },
): string => {
  const jobId = world.ids.number();
  world.db.run(
    `INSERT INTO jobs (jobId, userId, taskType, actionType, status, request, items, containerId, createdAt)
     VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    jobId,
    call.caller.userId,
    job.taskType,
    job.actionType ?? null,
    JSON.stringify(job.request),
    JSON.stringify(job.items),
    job.request.srcContainerId,
    world.now(),
  );
  world.jobs.start(jobId);
  return jobId;
};

const createJob = (world: World, call: Call): object => {
  const body = read(jobBody, call.body);
  const { taskType, actionType, taskInfo } = body;
  const known = actions[taskType];
  if (!known) throw badParameter(`taskType ${taskType}`);
  if (actionType !== undefined && !known.includes(actionType)) throw badParameter(`actionType ${actionType}`);
  const files = taskInfo.fileInfo ?? [];
  if (taskType !== 7 && files.length === 0) throw badParameter('fileInfo is empty');
  // Without an actionType a delete goes to the bin, the kinder reading.
  const toBin = taskType === 2 && actionType !== 202;
  if (toBin && files.some((file) => file.filePath === undefined)) throw badParameter('filePath missing');
  requireSpace(world, taskInfo.srcContainerId, call.caller);
  requireSpace(world, body.dstContainerId, call.caller);
  const data = addJob(world, call, {
    taskType,
    actionType,
    request: {
      srcContainerId: taskInfo.srcContainerId,
      dstContainerId: body.dstContainerId,
      newFilePath: taskInfo.newFilePath,
    },
    items: files.map((file) => ({ ...file, result: 0, code: 0 })),
  });
  return { data };
};

const jobInfo = (job: JobRow): object => {
  const items = JSON.parse(job.items) as JobItem[];
  return {
    taskId: job.jobId,
    taskName: names[job.taskType] ?? '',
    userId: job.userId,
    taskType: job.taskType,
    actionType: job.actionType ?? 0,
    status: job.status,
    taskResultCode: job.taskResultCode ?? 0,
    resultCode: items.find((item) => item.result === 2)?.code ?? 0,
    progress: job.status === 2 ? 100 : job.status === 1 ? 50 : 0,
    downloadUrl: '',
    contentNum: items.length,
    containerId: job.containerId,
    tenantId: 'demo-tenant',
    beginTime: job.beganAt,
    endTime: job.endedAt,
    createTime: job.createdAt,
  };
};

const requireJob = (world: World, call: Call, jobId: string): JobRow => {
  const job = world.db.get<JobRow>('SELECT * FROM jobs WHERE jobId = ?', jobId);
  if (job?.userId !== call.caller.userId) throw new ApiFailure(13000309, jobId);
  return job;
};

/** taskInfos: fields cut in the document; here each item with result 0 open, 1 done, 2 failed, and its code. */
const getJob = (world: World, call: Call): object => {
  const job = requireJob(world, call, call.params['jobId'] ?? '');
  return {
    data: { jobInfo: jobInfo(job), taskInfos: JSON.parse(job.items) as JobItem[], uncompressedFileList: [] },
  };
};

const listQuery = z.object({
  type: whole.optional(),
  status: whole.optional(),
  offset: whole.optional(),
  limit: whole.optional(),
});

const listJobs = (world: World, call: Call): object => {
  const { type, status, offset = 0, limit = 100 } = read(listQuery, call.query);
  if (offset < 0 || limit < 1 || limit > 100) throw badParameter('offset or limit');
  const jobs = world.db
    .all<JobRow>('SELECT * FROM jobs WHERE userId = ? ORDER BY jobId DESC', call.caller.userId)
    .filter((job) => (type ?? job.taskType) === job.taskType && (status ?? job.status) === job.status);
  return { data: jobs.slice(offset, offset + limit).map(jobInfo) };
};

/** The body is cut in the document: jobId and taskId are both read. Status 2 or 3: 13000403. */
const cancelJob = (world: World, call: Call): object => {
  const body = read(z.object({ jobId: text.optional(), taskId: text.optional() }), call.body);
  const job = requireJob(world, call, body.jobId ?? body.taskId ?? '');
  if (job.status > 1) throw new ApiFailure(13000403, 'the job is over');
  world.db.run('UPDATE jobs SET status = 3, endedAt = ? WHERE jobId = ?', world.now(), job.jobId);
  return {};
};

const clearBin = (world: World, call: Call): object => {
  const containerId = containerOf(read(z.object(container), call.body));
  requireSpace(world, containerId, call.caller);
  addJob(world, call, {
    taskType: 7,
    actionType: 701,
    request: { srcContainerId: containerId, dstContainerId: containerId, newFilePath: undefined },
    items: [],
  });
  return {};
};

export const jobRoutes = (world: World): Route[] => {
  const route = (
    method: Route['method'],
    path: string,
    operation: Route['operation'],
    handle: (world: World, call: Call) => object,
  ): Route => ({ method, path, operation, access: 'user', handle: (call) => handle(world, call) });
  return [
    route('POST', '/v1/jobs', 'createJob', createJob),
    route('GET', '/v1/jobs', 'listJobs', listJobs),
    route('GET', '/v1/jobs/:jobId', 'getJob', getJob),
    route('GET', '/v1/:jobId', 'getJob', getJob),
    route('POST', '/v1/jobs/cancel', 'cancelJob', cancelJob),
    route('POST', '/v1/cancel', 'cancelJob', cancelJob),
    route('POST', '/v1/files/recycle', 'clearBin', clearBin),
  ];
};
