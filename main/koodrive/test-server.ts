/** A node:http server for the tests of this folder: answers what a test says, and keeps what was asked. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type Answer = (
  asked: Asked,
  response: ServerResponse,
  request: IncomingMessage,
) => void | Promise<void>;

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_asked, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(value));

export const html =
  (status: number): Answer =>
  (_asked, response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><h1>Hello</h1>');

/** Calls are answered in turn; the last answer stays for all that follow. */
export async function testServer(...answers: Answer[]) {
  const asked: Asked[] = [];
  let queue = answers;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?', 2);
      const one: Asked = {
        method: request.method ?? '',
        path,
        query,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      };
      asked.push(one);
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      void answer?.(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    answerWith(...next: Answer[]) {
      queue = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
