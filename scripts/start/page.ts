/** The page in the app's window, over Chromium's debugging port: is it there, and once more, please. */
import { pause } from '../app-run/wait.ts';

type Target = { readonly type: string; readonly url: string; readonly webSocketDebuggerUrl: string };

const origin = 'app://koo/';

const findPage = async (port: number): Promise<Target | undefined> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/json/list`);
    const targets = (await answer.json()) as Target[];
    return targets.find(({ type, url }) => type === 'page' && url.startsWith(origin));
  } catch {
    // nobody listens yet, or no more
    return undefined;
  }
};

/** One call of the DevTools protocol; undefined when the page went away before it answered. */
const call = (page: Target, method: string, params: object): Promise<unknown> =>
  new Promise((resolve) => {
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ id: 1, method, params }));
    });
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (answer.id !== 1) return;
      resolve(answer.result);
      socket.close();
    });
    const gone = (): void => {
      resolve(undefined);
    };
    socket.addEventListener('close', gone);
    socket.addEventListener('error', gone);
  });

const evaluate = async (page: Target, expression: string): Promise<unknown> => {
  const answer = (await call(page, 'Runtime.evaluate', { expression, returnByValue: true })) as
    { result?: { value?: unknown } } | undefined;
  return answer?.result?.value;
};

/** Resolves when the page shows something. */
export const pageIsShown = async (port: number, signal: AbortSignal): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    const page = await findPage(port);
    if (page !== undefined) {
      const there = `document.readyState === 'complete' && document.getElementById('root')?.hasChildNodes() && !window.koosyncOutdated`;
      if ((await evaluate(page, there)) === true) return;
    }
    await pause(30, signal);
  }
};

/** Loads the page again and waits until it shows something; without a page there is nothing to do. */
export const reloadPage = async (port: number, signal: AbortSignal): Promise<void> => {
  const page = await findPage(port);
  if (page === undefined) return;
  // A mark on the page as it is, so that it is not taken for the new one.
  await evaluate(page, 'window.koosyncOutdated = true');
  await call(page, 'Page.reload', { ignoreCache: true });
  await pageIsShown(port, signal);
};
