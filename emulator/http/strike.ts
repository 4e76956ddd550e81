/** Carries out the faults of switches/faults.ts on a request. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultAction } from '../switches/faults.ts';
import type { World } from '../world.ts';
import { fileNameOf } from './file-name.ts';

export const portalPage =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Please sign in to the network</h1></body></html>';

/** Sends what a fault of these kinds answers; false when the kind is another. */
const answerInstead = (
  reply: FastifyReply,
  action: FaultAction,
): { status: number; type: string; body: string } | undefined => {
  switch (action.kind) {
    case 'answer':
      void reply.headers(action.headers ?? {});
      return {
        status: action.status,
        type: typeof action.body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
        body:
          typeof action.body === 'string'
            ? action.body
            : JSON.stringify(action.body ?? { code: 13000201, msg: 'inner server invoke failure' }),
      };
    case 'html':
      return { status: action.status ?? 200, type: 'text/html; charset=utf-8', body: portalPage };
    case 'throttle':
      void reply.header('retry-after', String(action.retryAfterS));
      return {
        status: 429,
        type: 'application/json; charset=utf-8',
        body: JSON.stringify({
          error_code: 'APIGW.0308',
          error_msg: 'The throttling threshold has been reached.',
        }),
      };
    case 'delay':
    case 'hold':
    case 'dropBefore':
    case 'dropAfter':
    case 'truncate':
    case 'cutAnswer':
    case 'corrupt':
    case 'expire':
    case 'cut':
    case 'gzip':
      return undefined;
  }
};

/**
 * Before the handling: waits, drops or answers. Gives false when the request has been dealt with. What is due later
 * is left in `request.fault`.
 */
export const strikeBefore = async (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> => {
  const operation = request.routeOptions.config.operation;
  if (!world.faults.any() || operation === undefined) return true;
  const path = request.url.split('?', 1)[0] ?? '';
  const { delayMs, holds, action } = world.faults.strike({
    operation,
    path,
    method: request.method,
    fileName: () => fileNameOf(world, path, request.body),
    bodyBytes: Number(request.headers['content-length'] ?? 0),
  });
  if (delayMs > 0) await sleep(delayMs);
  await Promise.all(holds);
  if (!action) return true;
  if (action.kind === 'dropBefore') {
    reply.hijack();
    request.raw.socket.destroy();
    return false;
  }
  if (action.kind === 'cut') {
    reply.hijack();
    // A request that is read no further lets go of its socket.
    const { socket } = request.raw;
    await readBytes(request, action.atByte);
    socket.destroy();
    return false;
  }
  if ((action.kind === 'answer' || action.kind === 'html') && action.after === true) {
    request.fault = action;
    return true;
  }
  const answer = answerInstead(reply, action);
  if (!answer) {
    request.fault = action;
    return true;
  }
  request.faultAnswered = true;
  await reply.code(answer.status).type(answer.type).send(answer.body);
  return false;
};

/** Takes in so many bytes of a body that nobody has read yet; the body of a JSON call has come already. */
const readBytes = async (request: FastifyRequest, bytes: number): Promise<void> => {
  if (!(request.body instanceof Readable)) return;
  let seen = 0;
  for await (const chunk of request.body) {
    seen += (chunk as Buffer).length;
    if (seen >= bytes) return;
  }
};

/** Does the request leave room for a packed answer? One that says nothing does (RFC 9110, section 12.5.3). */
const takesGzip = (request: FastifyRequest): boolean => {
  const asked = request.headers['accept-encoding'];
  return asked === undefined || /gzip|\*/.test(String(asked));
};

const packed = (reply: FastifyReply, payload: unknown): unknown => {
  if (payload instanceof Readable) {
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return payload.pipe(createGzip());
  }
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  const body = gzipSync(payload);
  void reply.header('content-encoding', 'gzip').header('content-length', body.length);
  return body;
};

const halfOf = (whole: Buffer): Readable =>
  Readable.from(
    (async function* () {
      yield whole.subarray(0, Math.floor(whole.length / 2));
      await sleep(5);
      throw new Error('the answer is cut here on demand');
    })(),
    { objectMode: false },
  );

/** After the handling: gives the payload that goes out in place of `payload`. */
export const strikeAfter = (request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown => {
  const action = request.fault;
  if (!action || request.faultAnswered) return payload;
  if (action.kind === 'dropAfter') {
    request.raw.socket.destroy();
    return payload;
  }
  if (action.kind === 'truncate' && (typeof payload === 'string' || Buffer.isBuffer(payload))) {
    const whole = Buffer.from(payload);
    void reply.header('content-length', whole.length);
    return halfOf(whole);
  }
  if (action.kind === 'gzip')
    return action.always === true || takesGzip(request) ? packed(reply, payload) : payload;
  const answer = answerInstead(reply, action);
  if (!answer) return payload;
  if (payload instanceof Readable) payload.destroy();
  void reply.code(answer.status).type(answer.type).removeHeader('content-length');
  return answer.body;
};
