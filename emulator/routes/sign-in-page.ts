/** The page that authCodeURL leads to: stands in for the identity service, hands out one-time codes. */
import type { FastifyInstance } from 'fastify';

const escape = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** A `domain` that is a full loopback URL is sent there with `?code=`; any other gets the code to read. */
export const addSignInPage = (app: FastifyInstance, makeCode: () => string): void => {
  app.get('/_identity/sign-in', (request, reply) => {
    const { domain = '' } = request.query as { domain?: string };
    const code = makeCode();
    if (/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(domain)) {
      const back = new URL(domain);
      back.searchParams.set('code', code);
      return reply.redirect(back.toString());
    }
    return reply
      .type('text/html; charset=utf-8')
      .send(
        `<!DOCTYPE html><title>Emulator sign-in</title><h1>Emulator sign-in</h1><p>For ${escape(domain)}</p><p>Code: <code>${code}</code></p>`,
      );
  });
};
