/** Attacks on the window, each as a page that has gone bad would try it. docs/security.md says what stands against which. */
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { Running } from './app-under-test.ts';
import { appPart } from '../../scripts/electron-runtime.ts';
import { defaults, expect, test } from './fixtures.ts';

const home = 'app://koo/index.html';

/** A host that the page may never reach; counts who comes. */
async function outside(): Promise<{ url: string; visits: () => number; close: () => void }> {
  let visits = 0;
  const server: Server = createServer((_request, response) => {
    visits += 1;
    response.setHeader('access-control-allow-origin', '*');
    response.end('<title>outside</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    visits: () => visits,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let host: Awaited<ReturnType<typeof outside>>;
let running: Running;
let page: Page;
test.beforeEach(async ({ world }) => {
  host = await outside();
  running = await world.start();
  page = await running.window();
  await expect(page.getByRole('navigation')).toBeVisible();
});
test.afterEach(() => {
  host.close();
});

/** After any attack: the page is where it was, there is one window, and nobody came to the host outside. */
async function nothingHappened(): Promise<void> {
  await page.waitForTimeout(500);
  expect(page.url()).toBe(home);
  // Not by a locator: Playwright would wait for the navigations to end that were never let begin.
  expect(await page.evaluate(() => document.querySelector('nav') !== null)).toBe(true);
  expect(running.app.windows()).toHaveLength(1);
  expect(host.visits()).toBe(0);
}

test('the page cannot be led elsewhere: by script, by a link, by a form, by a redirect', async () => {
  for (const url of [
    host.url,
    'file:///etc/passwd',
    'data:text/html,<p>other',
    'app://other/',
    'app://koo/assets/',
  ])
    await page.evaluate((to) => {
      window.location.href = to;
    }, url);
  await page.evaluate((to) => {
    window.location.replace(to);
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.target = '_top';
    link.click();
    link.remove();
    const form = document.createElement('form');
    form.action = to;
    form.method = 'POST';
    document.body.append(form);
    form.submit();
    form.remove();
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${to}`;
    document.head.append(meta);
  }, host.url);
  await nothingHappened();
});

test('an empty page, which no guard of Electron sees coming, is led back at once', async () => {
  // Chromium asks nobody about about:blank. It would be a window without a way out, so it does not stay one.
  await page.evaluate(() => {
    window.location.href = 'about:blank';
  });
  await expect.poll(() => page.url()).toBe(home);
  await nothingHappened();
});

test('a server cannot redirect a window either', async () => {
  // Our own code loads nothing from outside; here a test makes it try, to see the last wall hold.
  const error = await running.app.evaluate(async ({ BrowserWindow }, url) => {
    const window = BrowserWindow.getAllWindows()[0];
    const bad = new BrowserWindow({ show: false });
    const why = await bad.loadURL(url).then(
      () => 'loaded',
      (thrown: unknown) => String(thrown),
    );
    bad.destroy();
    return window === undefined ? 'no window' : why;
  }, host.url);
  expect(error).toContain('ERR_BLOCKED_BY_CLIENT');
  await nothingHappened();
});

test('no other window can be opened: by script, by a link, by a frame', async () => {
  const opened = await page.evaluate((to) => {
    const link = document.createElement('a');
    link.href = to;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
    return [window.open(to), window.open('about:blank'), window.open('app://koo/index.html')].map(
      (one) => one === null,
    );
  }, host.url);
  expect(opened).toEqual([true, true, true]);
  await nothingHappened();
});

test('frames and guests load nothing, and have no bridge', async () => {
  const seen = await page.evaluate(async (to) => {
    const results: Record<string, unknown> = {};
    for (const src of [
      to,
      'app://koo/index.html',
      'data:text/html,<script>parent.hit=1</script>',
      'file:///etc/passwd',
    ]) {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const inside = frame.contentWindow as (Window & { koo?: unknown }) | null;
      let found = 'nothing';
      try {
        if (inside?.koo !== undefined) found = 'the bridge';
        else if ((inside?.document.body?.innerText ?? '') !== '') found = 'text';
      } catch {
        found = 'nothing of ours';
      }
      results[src] = found;
      frame.remove();
    }
    const guest = document.createElement('webview');
    guest.setAttribute('src', to);
    document.body.append(guest);
    await new Promise((resolve) => setTimeout(resolve, 300));
    results['webview'] = guest.shadowRoot === null ? 'nothing' : 'a guest';
    guest.remove();
    return results;
  }, host.url);
  expect(Object.values(seen)).not.toContain('the bridge');
  expect(Object.values(seen)).not.toContain('text');
  expect(seen['webview']).toBe('nothing');
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  await nothingHappened();
});

test('a call from another window, and from a frame with the bridge in it, is refused', async ({
  runtime,
}) => {
  const bundle = runtime.packed === true ? `out/${appPart(runtime)}/` : '';
  const answers = await running.app.evaluate(async ({ app, BrowserWindow }, folder) => {
    // The worst case: a page of our own origin, with our own preload, that is only not our window.
    const preload = `${app.getAppPath()}/${folder}preload.cjs`;
    const forged = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegrationInSubFrames: true },
    });
    await forged.loadURL('app://koo/index.html');
    const ask = `koo.status().then((answer) => 'answered ' + JSON.stringify(answer), (error) => 'refused: ' + error.message)`;
    const fromWindow = (await forged.webContents.executeJavaScript(ask)) as string;
    const fromFrame = (await forged.webContents.executeJavaScript(`(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const koo = frame.contentWindow.koo;
      if (koo === undefined) return 'refused: no bridge';
      return koo.pause().then((answer) => 'answered ' + JSON.stringify(answer), (error) => 'refused: ' + error.message);
    })()`)) as string;
    forged.destroy();
    return [fromWindow, fromFrame];
  }, bundle);
  for (const answer of answers) expect(answer).toMatch(/^refused/u);
  // Our own window is answered all the same.
  expect((await page.evaluate(() => koo.status())).ok).toBe(true);
});

test('app:// serves nothing but the page: no way up, no other host, no other method', async () => {
  const urls = [
    'app://koo/../main-libsql/index.js',
    'app://koo/..%2fmain-libsql%2findex.js',
    'app://koo/%2e%2e/%2e%2e/package.json',
    'app://koo/..%5c..%5cpackage.json',
    'app://koo//etc/passwd',
    'app://other/index.html',
  ];
  // From the main process, where no policy of the page stands before it.
  const answers = await running.app.evaluate(
    async ({ net }, all) =>
      Promise.all(
        all.map(async (url) =>
          net.fetch(url).then(
            async (response) => `${response.status} ${(await response.text()).length}`,
            (error: unknown) => `refused ${String(error)}`,
          ),
        ),
      ),
    urls,
  );
  for (const answer of answers) expect(answer).toMatch(/^404 0$|^refused/u);
  const posted = await running.app.evaluate(
    async ({ net }, url) => (await net.fetch(url, { method: 'POST', body: 'x' })).status,
    home,
  );
  expect(posted).toBe(405);
});

test('there is no Node in the page, and no raw door to the main process', async () => {
  const found = await page.evaluate(() => ({
    globals: [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      'ipcRenderer',
      'electron',
      '__dirname',
    ].filter((name) => name in window),
    doors: Object.entries(koo)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name)
      .filter((name) => /ipc|invoke|send|require|channel/iu.test(name)),
    frozen: (() => {
      try {
        (window as { koo: unknown }).koo = 'mine';
      } catch {
        // refused aloud or in silence, either will do
      }
      return typeof koo === 'object';
    })(),
  }));
  expect(found).toEqual({ globals: [], doors: [], frozen: true });
  // No function of the bridge can be replaced by one that listens along.
  const replaced = await page.evaluate(() => {
    const { signIn } = koo;
    try {
      (koo as { signIn: unknown }).signIn = () => 'mine';
    } catch {
      // refused aloud or in silence, either will do
    }
    try {
      Object.defineProperty(koo, 'signIn', { value: () => 'mine' });
    } catch {
      // so here
    }
    return koo.signIn !== signIn;
  });
  expect(replaced).toBe(false);
  // The page's function objects lead to the page's own world only.
  expect(
    await page.evaluate(() => {
      try {
        return (koo.status.constructor('return typeof process') as () => string)();
      } catch {
        return 'undefined';
      }
    }),
  ).toBe('undefined');
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return JSON.parse(JSON.stringify(contents.getLastWebPreferences())) as Record<string, unknown>;
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(preferences['webSecurity']).not.toBe(false);
  for (const loosened of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
    expect(preferences[loosened], loosened).toBeFalsy();
});

test('the page cannot speak to the network, nor run what was not built with it', async () => {
  const tried = await page.evaluate(async (to) => {
    const results: Record<string, string> = {};
    const attempt = async (name: string, go: () => Promise<unknown>) => {
      results[name] = await go().then(
        () => 'went through',
        () => 'blocked',
      );
    };
    const element = (make: () => HTMLElement & { onload: unknown; onerror: unknown }) =>
      new Promise((resolve, reject) => {
        const made = make();
        made.onload = resolve;
        made.onerror = reject;
        document.body.append(made);
        setTimeout(reject, 1_000);
      });
    await attempt('fetch', () => fetch(to, { mode: 'no-cors' }));
    await attempt('fetch of our own file', () => fetch('app://koo/index.html'));
    await attempt(
      'XMLHttpRequest',
      () =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.onload = resolve;
          request.onerror = reject;
          request.open('GET', to);
          request.send();
        }),
    );
    await attempt(
      'WebSocket',
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(to.replace('http', 'ws'));
          socket.onopen = resolve;
          socket.onerror = reject;
        }),
    );
    await attempt('image', () => element(() => Object.assign(new Image(), { src: to })));
    await attempt('script', () =>
      element(() => Object.assign(document.createElement('script'), { src: to })),
    );
    await attempt('style', () =>
      element(() => Object.assign(document.createElement('link'), { rel: 'stylesheet', href: to })),
    );
    await attempt('eval', () => Promise.resolve().then(() => window.eval('1')));
    await attempt('Function', () => Promise.resolve().then(() => new Function('return 1')()));
    await attempt('inline script', async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.body.append(script);
      if (!('inlineRan' in window)) throw new Error('did not run');
    });
    await attempt('handler in an attribute', async () => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.handlerRan = true">');
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (!('handlerRan' in window)) throw new Error('did not run');
    });
    await attempt('worker from text', async () => {
      await new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        worker.onmessage = resolve;
        worker.onerror = reject;
      });
    });
    results['beacon'] = navigator.sendBeacon(to, 'x') ? 'queued' : 'blocked';
    return results;
  }, host.url);
  const { beacon, ...others } = tried;
  expect(Object.entries(others).filter(([, result]) => result !== 'blocked')).toEqual([]);
  // A beacon is only ever queued; what counts is that nobody comes.
  expect(['queued', 'blocked']).toContain(beacon);
  await nothingHappened();
});

test('every permission is denied, asked for or looked up', async () => {
  const states = await page.evaluate(async () => {
    const results: Record<string, string> = {};
    for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])
      results[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      );
    results['notification asked'] = await Notification.requestPermission();
    results['media asked'] = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
      () => 'granted',
      () => 'denied',
    );
    results['clipboard asked'] = await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    );
    return results;
  });
  expect(Object.entries(states).filter(([, state]) => state === 'granted')).toEqual([]);
});

test('no text becomes HTML, a script or the address of one, whoever writes it into the page', async () => {
  const tried = await page.evaluate(() => {
    const attempt = (go: () => void) => {
      try {
        go();
        return 'taken';
      } catch (thrown) {
        return (thrown as Error).name;
      }
    };
    const script = document.createElement('script');
    const factory = (
      window as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): unknown } }
    ).trustedTypes;
    return [
      attempt(() => (document.createElement('div').innerHTML = '<b>a</b>')),
      attempt(() => {
        document.body.insertAdjacentHTML('beforeend', '<b>a</b>');
      }),
      attempt(() => (script.textContent = 'window.ran = true')),
      attempt(() => (script.src = 'app://koo/assets/a.js')),
      attempt(() => (document.createElement('iframe').srcdoc = '<b>a</b>')),
      attempt(() => new DOMParser().parseFromString('<b>a</b>', 'text/html')),
      attempt(() => factory?.createPolicy('mine', {})),
    ];
  });
  expect(tried).toEqual(tried.map(() => 'TypeError'));
  await nothingHappened();
});

test('a page that calls without end is refused for a while, and is not ended by it', async () => {
  const refused = await page.evaluate(async () => {
    const calls = await Promise.allSettled(Array.from({ length: 5_000 }, () => koo.preferences()));
    return calls.filter(({ status }) => status === 'rejected').length;
  });
  expect(refused).toBeGreaterThan(0);
  await expect
    .poll(() =>
      page.evaluate(() =>
        koo.preferences().then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    .toBe(true);
});

test('a name that turns letters around is shown as what it is', async ({ world }) => {
  await writeFile(world.file('photo\u202Egpj.exe'), 'x');
  await page.evaluate((id) => koo.addPair({ containerId: id }), defaults.containerId);
  await expect(page.getByText('photo\\u202egpj.exe').first()).toBeVisible();
  const shown = await page.evaluate(() => document.body.innerHTML);
  expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
});
