/** Is there a screen that the user sees? A DISPLAY that nobody answers on is none: a session that has ended, say. */
import { createConnection, type NetConnectOpts } from 'node:net';

const answers = (to: NetConnectOpts): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ ...to, timeout: 3_000 });
    const end = (there: boolean) => () => {
      socket.destroy();
      resolve(there);
    };
    socket.on('connect', end(true));
    socket.on('error', end(false));
    socket.on('timeout', end(false));
  });

/** `host:number.screen`; without a host a socket of this machine. */
const xServerAnswers = async (display: string): Promise<boolean> => {
  const [, host = '', number = '0'] = /^(.*):(\d+)(?:\.\d+)?$/u.exec(display) ?? [];
  const local = host === '' || host === 'unix';
  if (local && (await answers({ path: `/tmp/.X11-unix/X${number}` }))) return true;
  return answers({ host: local ? '127.0.0.1' : host, port: 6_000 + Number(number) });
};

export const hasScreen = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  const display = env['DISPLAY'] ?? '';
  if (display !== '') return xServerAnswers(display);
  return (env['WAYLAND_DISPLAY'] ?? '') !== '';
};
