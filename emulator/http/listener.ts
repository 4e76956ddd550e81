/** A server on a port of loopback that can be taken away and put back while the rest goes on. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

export type Listener = {
  /** 0: any free one. Throws when it cannot be had. */
  listen: (port: number) => Promise<void>;
  /** the last it had */
  port: () => number;
  /** Nobody listens there from here on, and who is connected is cut off: connections are refused until `comeBack`. */
  goAway: () => Promise<void>;
  comeBack: () => Promise<void>;
  /** for good */
  close: () => Promise<void>;
};

export const makeListener = (app: FastifyInstance): Listener => {
  let port = 0;
  let away = false;
  const comeBack = async (): Promise<void> => {
    if (!away) return;
    await new Promise<void>((resolve, reject) => {
      app.server.once('error', reject);
      app.server.listen({ host: '127.0.0.1', port }, () => {
        app.server.off('error', reject);
        resolve();
      });
    });
    away = false;
  };
  return {
    listen: async (wanted) => {
      await app.listen({ host: '127.0.0.1', port: wanted });
      ({ port } = app.server.address() as AddressInfo);
    },
    port: () => port,
    goAway: async () => {
      if (away) return;
      away = true;
      await new Promise<void>((resolve) => {
        app.server.close(() => {
          resolve();
        });
        app.server.closeAllConnections();
      });
    },
    comeBack,
    close: async () => {
      // Fastify closes what listens; a port that somebody took meanwhile is theirs.
      await comeBack().catch(() => undefined);
      await app.close();
    },
  };
};
