/** Ports on loopback that nobody listens on. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const tryPort = async (port: number): Promise<number | undefined> => {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
};

/** The one that is wished for if it is free, else any. */
export const freePort = async (wished: number): Promise<number> => {
  const port = (await tryPort(wished)) ?? (await tryPort(0));
  if (port === undefined) throw new Error('No port on loopback can be had.');
  return port;
};
