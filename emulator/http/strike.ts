/** Carries out the faults of switches/faults.ts on a request. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultAction } from '../switches/faults.ts';
import type { World } from '../world.ts';
import { fileNameOf } from './file-name.ts';

const html =
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
      return { status: action.status ?? 200, type: 'text/html; charset=utf-8', body: html };
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
    case 'corrupt':
    case 'expire':
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
  });
  if (delayMs > 0) await sleep(delayMs);
  await Promise.all(holds);
  if (!action) return true;
  if (action.kind === 'dropBefore') {
    reply.hijack();
    request.raw.socket.destroy();
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
  const answer = answerInstead(reply, action);
  if (!answer) return payload;
  if (payload instanceof Readable) payload.destroy();
  void reply.code(answer.status).type(answer.type).removeHeader('content-length');
  return answer.body;
};
