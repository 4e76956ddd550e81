/** Vite's own server for the window's page. Started by scripts/dev.mjs, which has done the set-up. */
import path from 'node:path';
import { createServer } from 'vite';
import { repo } from './setup/project-node.mjs';

const page = '/dev/index.html';

const server = await createServer({
  configFile: path.join(repo, 'renderer', 'vite.config.ts'),
  server: { host: '127.0.0.1', ...(process.argv.includes('--open') ? { open: page } : {}) },
});
const stop = (): void => {
  void server.close().finally(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('message', stop);
process.on('disconnect', stop);

await server.listen();
const address = server.resolvedUrls?.local[0] ?? '';
const at = `${address.replace(/\/$/u, '')}${page}`;
console.log(`The page is at ${at}
Every state of it has an address, for example
  ${at}?state=syncing&theme=dark
  ${at}?history=long&lang=zh
All of them stand at the top of renderer/dev/fake-bridge.ts. Ctrl-C ends it.`);
