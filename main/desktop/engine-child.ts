/** Forks the engine's process. Nothing secret stands in its words or its environment: that crosses by its port. */
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { EngineChild } from '../engine-process/engine-process.ts';
import { withoutSecrets } from '../lib/programs.ts';

/** What tools of the system call it. */
const serviceName = 'koosync-engine';

/** `bundle`: where the bundles lie. */
export function forkEngine(bundle: string, env: Readonly<Record<string, string | undefined>>): EngineChild {
  const child = utilityProcess.fork(join(bundle, 'engine.js'), [], { serviceName, env: withoutSecrets(env) });
  let isGone = false;
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => {
      isGone = true;
      resolve(code);
    });
  });
  return {
    port: {
      post: (message) => {
        if (!isGone) child.postMessage(message);
      },
      listen: (hear) => {
        child.on('message', hear);
      },
    },
    ended,
    kill: () => {
      // it does not heed SIGTERM, which the end of a session sends to everybody
      if (!isGone && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
