/** The control calls over HTTP, under /_emulator. Only loopback reaches them: the server listens nowhere else. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Control } from '../control/control.ts';
import type { FaultRule } from '../switches/faults.ts';
import { read } from '../http/body.ts';

const faultBody = z.object({
  match: z
    .object({
      operation: z.string().optional(),
      path: z.string().optional(),
      method: z.string().optional(),
      fileName: z.string().optional(),
      bodyOver: z.number().int().min(0).optional(),
    })
    .optional(),
  times: z.number().int().min(1).optional(),
  skip: z.number().int().min(0).optional(),
  action: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('answer'),
      status: z.number().int().min(200).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      after: z.boolean().optional(),
    }),
    z.object({ kind: z.literal('html'), status: z.number().int().optional(), after: z.boolean().optional() }),
    z.object({ kind: z.literal('throttle'), retryAfterS: z.number().min(0) }),
    z.object({ kind: z.literal('delay'), ms: z.number().min(0) }),
    z.object({ kind: z.enum(['dropBefore', 'dropAfter', 'truncate', 'corrupt', 'expire']) }),
    z.object({ kind: z.literal('cutAnswer'), atByte: z.number().int().min(0) }),
    z.object({ kind: z.literal('cut'), atByte: z.number().int().min(0) }),
    z.object({ kind: z.literal('gzip'), always: z.boolean().optional() }),
  ]),
});

const ms = z.object({ ms: z.number() });
const onOff = z.object({ on: z.boolean() });

const nothing = z.object({});

/** How the calls are put on the server. */
type Door = {
  readonly get: (path: string, answer: (query: Record<string, string>) => unknown) => void;
  readonly post: <T>(path: string, schema: z.ZodType<T>, act: (body: T) => unknown) => void;
};

export const addControlRoutes = (app: FastifyInstance, control: Control): void => {
  const door: Door = {
    get: (path, answer) => {
      app.get(`/_emulator/${path}`, async (request) => ({
        result: await answer(request.query as Record<string, string>),
      }));
    },
    post: (path, schema, act) => {
      app.post(`/_emulator/${path}`, async (request) => ({
        result: (await act(read(schema, request.body ?? {}))) ?? null,
      }));
    },
  };
  // A web page in some browser must not steer the emulator: browsers say where a POST comes from.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/_emulator/') && request.headers.origin !== undefined) {
      void reply.code(403).send({ error: 'not from a web page' });
      return;
    }
    done();
  });
  addObservation(door, control);
  addSwitches(door, control);
  addSignInSwitches(door, control);
  addDriveCalls(door, control);
};

/** What a test sees, and what it has go wrong. */
const addObservation = ({ get, post }: Door, control: Control): void => {
  get('tree', ({ containerId, folderId }) => control.tree(containerId, folderId));
  get('folders', ({ containerId, folderId }) => control.folders(containerId, folderId));
  get('counts', () => ({ counts: control.counts(), writes: control.writes() }));
  get('requests', ({ limit = '100' }) => control.requests(Number(limit)));
  get('faults', () => control.faults());
  get('fsck', () => control.fsck());

  post('faults', faultBody, (body) => control.fault(body as FaultRule).id);
  post('faults/clear', nothing, () => {
    control.clearFaults();
  });
  post('counts/reset', nothing, () => {
    control.resetCounts();
  });

  let portal: ReturnType<Control['portal']> | undefined;
  post(
    'portal',
    z.object({ on: z.boolean(), status: z.number().int().min(200).max(599).optional() }),
    (body) => {
      portal?.remove();
      const took = portal?.struck() ?? 0;
      portal = body.on ? control.portal(body.status) : undefined;
      return took;
    },
  );
  post('storage/refuse', onOff, (body) => control.refuseStorage(body.on));
};

/** How this KooDrive behaves. */
const addSwitches = ({ post }: Door, control: Control): void => {
  post('clock-offset', ms, (body) => {
    control.setClockOffset(body.ms);
  });
  post('link-life', ms, (body) => {
    control.setLinkLife(body.ms);
  });
  post(
    'paging',
    z.object({ cap: z.number().int().min(1).optional(), emptyPages: z.boolean().optional() }),
    (body) => {
      control.setPaging({ cap: body.cap, emptyPages: body.emptyPages ?? false });
    },
  );
  post(
    'variant',
    z.union([z.enum(['odd', 'plain']), z.record(z.string(), z.union([z.boolean(), z.string()]))]),
    (body) => {
      control.setVariant(body as Parameters<Control['setVariant']>[0]);
    },
  );
  post('minimum-part', z.object({ bytes: z.number().int().min(0) }), (body) => {
    control.setMinimumPart(body.bytes);
  });
  post('folder-depth', z.object({ limit: z.number().int().optional() }), (body) => {
    control.setFolderDepth(body.limit);
  });
  post('jobs/hold', onOff, (body) => {
    control.holdJobs(body.on);
  });
  post('jobs/step', nothing, () => {
    control.stepJobs();
  });
  post('jobs/step-time', ms, (body) => {
    control.setJobStep(body.ms);
  });
};

const addSignInSwitches = ({ post }: Door, control: Control): void => {
  post('tokens/kill', nothing, () => {
    control.killTokens();
  });
  post('tokens/revive', nothing, () => {
    control.reviveTokens();
  });
  post('tokens/issue', nothing, () => control.issueToken());
  post('tokens/demo-expires', onOff, (body) => {
    control.setDemoTokenExpires(body.on);
  });
};

/** What is done to the drive behind the API. */
const addDriveCalls = ({ post }: Door, control: Control): void => {
  post('quota', z.object({ containerId: z.string(), bytes: z.number() }), (body) => {
    control.setQuota(body.containerId, body.bytes);
  });
  post('space-status', z.object({ containerId: z.string(), status: z.enum(['0', '1']) }), (body) => {
    control.setSpaceStatus(body.containerId, body.status);
  });
  post(
    'spaces',
    z.object({
      containerId: z.string(),
      type: z.enum(['0', '1', '2']),
      ownerId: z.string(),
      capacity: z.number(),
    }),
    (body) => {
      control.addSpace(body);
    },
  );
  post('uploads/drop', nothing, () => {
    control.dropUploads();
  });
  post('cursors/stale', nothing, () => {
    control.staleCursors();
  });
  post(
    'put-file',
    z.object({ path: z.string(), base64: z.string(), containerId: z.string().optional() }),
    (body) => control.putFile(body.path, Buffer.from(body.base64, 'base64'), body.containerId),
  );
};
