/** The HTTP side: one Fastify server with sign-in, faults, answer forms, counters and the log around every route. */
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultAction } from '../switches/faults.ts';
import type { Operation } from '../switches/operations.ts';
import { ApiFailure, StorageFailure } from '../rules/failure.ts';
import type { World } from '../world.ts';
import { withoutNulls } from './body.ts';
import { bare } from '../call.ts';
import type { Call, Route } from '../call.ts';
import { isShaped, shape } from './shape.ts';
import { signIn } from './sign-in.ts';
import { takeByPortal } from './portal.ts';
import { strikeAfter, strikeBefore } from './strike.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
  interface FastifyRequest {
    /** undefined when there was no body */
    rawBody: Buffer | undefined;
    /** performance.now() at arrival, ms */
    arrivedAt: number;
    fault: FaultAction | undefined;
    faultAnswered: boolean;
    answerCode: number | string | undefined;
  }
}

const nothing = Buffer.alloc(0);
const prefix = '/koodrive/ose';
const largestJson = 16 * 1024 * 1024;

const escapeXml = (text: string): string =>
  text.replace(/[<>&]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&amp;'));

const failureBody = (world: World, failure: ApiFailure, reply: FastifyReply): object => {
  const gateway = typeof failure.code === 'string';
  if (gateway || world.switches.variant.errorForm) {
    void reply.header('X-request-id', world.ids.number());
    return { error_code: String(failure.code), error_msg: failure.message };
  }
  const code = world.switches.variant.codeAsText ? String(failure.code) : failure.code;
  return { code, msg: failure.message };
};

/** Puts code and msg beside the payload, unless it brings its own or wants none (`bare`). */
const withCode = (payload: object): object => {
  if (bare in payload || 'code' in payload) return payload;
  return { ...payload, code: 0, msg: 'Success.' };
};

const addRoute = (app: FastifyInstance, world: World, route: Route): void => {
  app.route({
    method: route.method,
    url: prefix + route.path,
    config: { operation: route.operation },
    handler: async (request) => {
      const call: Call = {
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        body: withoutNulls(request.body ?? {}),
        headers: request.headers,
        caller: signIn(world, route.access, {
          method: request.method,
          url: request.url,
          headers: request.headers,
          rawBody: request.rawBody ?? nothing,
        }),
      };
      const answer = withCode(await route.handle(call));
      request.answerCode = (answer as { code?: number | string }).code ?? 0;
      const { variant } = world.switches;
      return isShaped(variant) ? shape(answer, variant, route.operation) : answer;
    },
  });
};

const dateHeader = (now: number): string => new Date(now).toUTCString();

/** Hears one object per request, and emulatorFault objects when the emulator itself fails. */
export type ServerLog = ((line: object) => void) | undefined;

export type ServerParts = {
  readonly routes: readonly Route[];
  /** adds routes that are no JSON calls */
  readonly more: (app: FastifyInstance) => void;
  readonly log: ServerLog;
  /** what a path is told that nobody knows */
  readonly unknown: (method: string, url: string) => ApiFailure | StorageFailure;
};

/** A server that listens to nothing yet. */
export const makeServer = (world: World, { routes, more, log, unknown }: ServerParts): FastifyInstance => {
  const app = Fastify({
    exposeHeadRoutes: false,
    bodyLimit: largestJson,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    requestTimeout: 0,
  });
  app.decorateRequest('rawBody', undefined);
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('fault', undefined);
  app.decorateRequest('faultAnswered', false);
  app.decorateRequest('answerCode', undefined);

  parseBodies(app);
  countRequests(app, world, log);
  app.addHook('onRequest', async (request, reply) => takeByPortal(world, request, reply));
  app.addHook('preHandler', async (request, reply) => {
    if (!(await strikeBefore(world, request, reply))) return reply;
    return undefined;
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('date', dateHeader(world.now()));
    done(null, strikeAfter(request, reply, payload) as typeof payload);
  });
  answerFailures(app, world, log);
  app.setNotFoundHandler((request) => {
    throw unknown(request.method, request.url);
  });

  for (const route of routes) addRoute(app, world, route);
  more(app);
  return app;
};

/** Bodies are kept as they came, for the signature, and read as JSON whatever type they say they are. */
const parseBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, raw, done) => {
    request.rawBody = raw as Buffer;
    if (raw.length === 0) {
      done(null, {});
      return;
    }
    try {
      done(null, JSON.parse(raw.toString('utf8')));
    } catch {
      done(new ApiFailure(13000102, 'the body is not JSON'));
    }
  });
};

const countRequests = (app: FastifyInstance, world: World, log: ServerLog): void => {
  const finished = (request: FastifyRequest, status: number): void => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return;
    const trace = request.headers['x-traceid'];
    const line = {
      operation,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '',
      status,
      code: request.answerCode,
      traceId: Array.isArray(trace) ? trace[0] : trace,
      at: world.now(),
      ms: Math.round((performance.now() - request.arrivedAt) * 10) / 10,
      bytes: Number(request.headers['content-length'] ?? 0),
    };
    world.counters.answered(line);
    log?.(line);
  };
  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = performance.now();
    const { operation } = request.routeOptions.config;
    if (operation !== undefined) {
      world.counters.arrived(operation);
      // `close` comes to whole, cut and dropped answers alike; Fastify's onResponse only to whole ones.
      reply.raw.once('close', () => {
        finished(request, reply.raw.writableFinished ? reply.statusCode : 0);
      });
    }
    done();
  });
};

const answerFailures = (app: FastifyInstance, world: World, log: ServerLog): void => {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof StorageFailure) {
      const { status, code, message } = error;
      return reply
        .code(status)
        .type('application/xml')
        .send(
          `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
        );
    }
    const failure = failureOf(error, log);
    request.answerCode = failure.code;
    const status =
      world.switches.variant.failAt200 && typeof failure.code === 'number' && failure.status === 400
        ? 200
        : failure.status;
    return reply.code(status).send(failureBody(world, failure, reply));
  });
};

const failureOf = (error: unknown, log: ServerLog): ApiFailure => {
  if (error instanceof ApiFailure) return error;
  const known = error as { statusCode?: number; message?: string };
  const mine = known.statusCode === undefined || known.statusCode >= 500;
  if (mine) log?.({ emulatorFault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return new ApiFailure(mine ? 13000201 : 13000101, known.message, known.statusCode ?? 500);
};
