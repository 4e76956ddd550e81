/** The sign-in page of some network, which answers on every path of both hosts in place of whoever was asked. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../world.ts';
import { portalPage } from './strike.ts';

/** Answers when a portal stands before the server; control calls are let through, for by them it is taken away. */
export const takeByPortal = async (
  { switches }: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> => {
  const { portal } = switches;
  if (portal === undefined || request.url.startsWith('/_emulator/')) return undefined;
  portal.took();
  request.faultAnswered = true;
  if (portal.status >= 300 && portal.status < 400) void reply.header('location', 'http://portal.invalid/');
  return reply.code(portal.status).type('text/html; charset=utf-8').send(portalPage);
};
