/** A port of ours over one of Node's, for two sides in one process: what crosses is cloned all the same. */
import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../../main/engine-process/port.ts';

export const nodePort = (port: MessagePort): Port => ({
  post: (message) => {
    port.postMessage(message);
  },
  listen: (hear) => {
    port.on('message', hear);
  },
});
