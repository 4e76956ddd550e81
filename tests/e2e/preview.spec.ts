/**
 * The frame that draws contents, on a real Electron with the app's own guards: it is in a process of its own, reaches
 * nothing, is let become nothing else, and draws what it must under the policy that it is served with.
 */
import type { Frame, Page } from '@playwright/test';
import { docxOf, pdfOf, pngOf, pngThatSays, utf8, wavOf, xlsxOf } from '../../renderer/dev/preview-files.ts';
import { expect, test } from './fixtures.ts';
import { seriousFaultsIn } from './serious-faults.ts';
import type { Running } from './app-under-test.ts';

const address = 'app://koo/preview/index.html';

let running: Running;
let page: Page;
test.beforeEach(async ({ world }) => {
  running = await world.start();
  page = await running.window();
  await expect(page.getByRole('navigation')).toBeVisible();
});

/** The frame as the window has it, over everything else; ready to be told what to show. */
async function openFrame(): Promise<Frame> {
  await page.evaluate(async (src) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.id = 'tried';
    Object.assign(frame.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', zIndex: '9' });
    const up = new Promise((resolve) => {
      window.addEventListener('message', (event: MessageEvent<{ type: string }>) => {
        if (event.data.type === 'up') resolve(undefined);
      });
    });
    frame.src = src;
    document.body.append(frame);
    await up;
  }, address);
  const frame = page.frames().find((one) => one.url() === address);
  if (frame === undefined) throw new Error('there is no preview frame');
  return frame;
}

/** Gives it a content, or two, and tells what it answers. */
let turn = 0;
async function show(
  contents: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  canTake = false,
  theme: 'light' | 'dark' = 'light',
): Promise<unknown> {
  turn += 1;
  return page.evaluate(
    async ([turnNow, given, takes, themeNow]) => {
      const frame = document.querySelector<HTMLIFrameElement>('#tried');
      const answer = new Promise((resolve) => {
        window.addEventListener('message', (event: MessageEvent<{ type: string }>) => {
          if (event.data.type === 'shown') resolve(event.data);
        });
      });
      frame?.contentWindow?.postMessage(
        {
          type: 'show',
          turn: turnNow,
          mode: given.length === 1 ? 'preview' : 'changes',
          canTake: takes,
          contents: given.map(({ name, bytes }, n) => ({
            name,
            size: bytes.length,
            sha256: String(n),
            title: `Version ${String(n)}`,
            bytes: new Uint8Array(bytes).buffer,
          })),
          view: { language: 'en', tag: 'en', theme: themeNow, layout: 'side' },
        },
        '*',
      );
      return answer;
    },
    [turn, contents.map(({ name, bytes }) => ({ name, bytes: [...bytes] })), canTake, theme] as const,
  );
}

/** Ids of the processes of the page and of its frames. */
const processes = (): Promise<{ url: string; origin: string; pid: number }[]> =>
  running.app.evaluate(({ BrowserWindow }) =>
    (BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.framesInSubtree ?? []).map(
      ({ url, origin, osProcessId }) => ({ url, origin, pid: osProcessId }),
    ),
  );

test('it has a process of its own and no origin, and reaches neither bridge nor network', async () => {
  const frame = await openFrame();
  const [main, own] = await processes();
  expect(own).toMatchObject({ url: address, origin: 'null' });
  expect(own?.pid).not.toBe(main?.pid);
  const tried = await frame.evaluate(async () => {
    const results: Record<string, string> = {};
    const attempt = async (name: string, go: () => unknown): Promise<void> => {
      try {
        await go();
        results[name] = 'went through';
      } catch {
        results[name] = 'blocked';
      }
    };
    const loads = (element: HTMLElement): Promise<unknown> =>
      new Promise((resolve, reject) => {
        element.onload = resolve;
        element.onerror = reject;
        document.body.append(element);
        setTimeout(reject, 1_000);
      });
    results['bridge'] = 'koo' in window || 'require' in window ? 'went through' : 'blocked';
    await attempt('storage', () => localStorage.length);
    await attempt('the window', () => parent.document.body);
    await attempt('fetch', () => fetch('http://127.0.0.1:1/', { mode: 'no-cors' }));
    await attempt('a page of ours', () => fetch('app://koo/index.html'));
    await attempt('its own page', () => fetch('app://koo/preview/index.html'));
    await attempt('image', () => loads(Object.assign(new Image(), { src: 'http://127.0.0.1:1/a.png' })));
    await attempt('eval', () => window.eval('1'));
    await attempt('Function', () => new Function('return 1')() as unknown);
    await attempt('WebAssembly', () =>
      WebAssembly.instantiate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
    );
    await attempt('script of a file', () =>
      loads(
        Object.assign(document.createElement('script'), {
          src: URL.createObjectURL(new Blob(['window.ran = 1'], { type: 'text/javascript' })),
        }),
      ),
    );
    await attempt('frame', async () => {
      const inner = Object.assign(document.createElement('iframe'), { src: 'app://koo/index.html' });
      await loads(inner);
      if (inner.contentDocument === null) throw new Error('not reached');
    });
    await attempt('window', () => {
      if (window.open('app://koo/index.html') === null) throw new Error('none');
    });
    await attempt('the window led elsewhere', () => {
      (top ?? window).location.href = 'app://koo/assets/';
    });
    return results;
  });
  expect(Object.entries(tried).filter(([, result]) => result !== 'blocked')).toEqual([]);
});

test('it becomes nothing else, and no other frame is let in', async () => {
  const frame = await openFrame();
  for (const to of ['app://koo/index.html', 'http://127.0.0.1:1/', 'data:text/html,<p>other', address])
    await frame
      .evaluate((url) => {
        location.href = url;
      }, to)
      .catch(() => undefined);
  await page.waitForTimeout(400);
  expect(page.url()).toBe('app://koo/index.html');
  // The guard stops all but data:, which Electron asks nobody about; the window's policy leaves an empty error page there.
  const left = await page.frames()[1]?.evaluate(() => [location.href, document.body.textContent]);
  expect(left).toEqual(['chrome-error://chromewebdata/', '']);
  // and what is no frame never becomes it
  await page.evaluate((url) => {
    location.href = url;
  }, address);
  await page.waitForTimeout(300);
  expect(page.url()).toBe('app://koo/index.html');
});

test('it is a stranger to the app whatever it is loaded into', async () => {
  const found = await page.evaluate(async (src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return frame.contentDocument === null ? 'a stranger' : 'one of us';
  }, address);
  expect(found).toBe('a stranger');
});

test('a file that keeps it busy for ever costs the frame alone', async () => {
  const frame = await openFrame();
  const pid = (await processes())[1]?.pid ?? -1;
  void frame
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await page.waitForTimeout(300);
  // the window goes on, and with the frame its process ends
  expect(await page.evaluate(() => document.querySelector('nav') !== null)).toBe(true);
  await page.evaluate(() => {
    document.querySelector('#tried')?.remove();
  });
  await expect
    .poll(() => {
      try {
        process.kill(pid, 0);
        return 'runs';
      } catch {
        return 'ended';
      }
    })
    .toBe('ended');
});

const pictures = pngOf(60, 40, (x) => [x * 4, 120, 120]);

/** One content of each kind that is drawn, and what shows that it was. */
const ofEachKind: readonly (readonly [name: string, bytes: Uint8Array, what: string])[] = [
  ['notes.txt', utf8('some words\n'), '.text'],
  ['a.ts', utf8('export const a = 1;\n'), '.text [data-colour="keyword"]'],
  ['a.md', utf8('# Title\n'), '.prose h1'],
  ['a.csv', utf8('a,b\n1,2\n'), '.cells td'],
  ['a.png', pictures, '.stage img'],
  ['a.docx', docxOf(['# Heading', 'text']), '.prose h1'],
  ['a.xlsx', xlsxOf({ S: [['a', 1]] }), '.cells td'],
  ['a.wav', wavOf(1), 'audio'],
  ['报告.pdf', pdfOf([['季度报告', '正文']], true), '.textLayer span'],
  ['a.bin', new Uint8Array([0, 1, 2, 3]), '.hex-row'],
];

test('it draws every kind of content under its policy', async () => {
  const frame = await openFrame();
  for (const [name, bytes, what] of ofEachKind) {
    expect(await show([{ name, bytes }])).not.toHaveProperty('refused');
    await expect(frame.locator(what).first()).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  }
  // fonts and tables of characters came from the app itself, and nothing was asked for that is not allowed
  expect(running.pageErrors.filter((text) => /Content Security|Refused|Failed/u.test(text))).toEqual([]);
});

for (const theme of ['light', 'dark'] as const)
  test(`nothing serious for who cannot see or point, in contents and in what changed, ${theme}`, async () => {
    const frame = await openFrame();
    for (const [name, bytes, what] of ofEachKind) {
      await show([{ name, bytes }], false, theme);
      await expect(frame.locator(what).first()).toBeVisible();
      expect(await seriousFaultsIn(frame), name).toEqual([]);
    }
    const changed = ['first\nthe quick brown fox\n', 'first\nthe quick red fox\n'];
    await show(
      changed.map((text) => ({ name: 'a.txt', bytes: utf8(text) })),
      true,
      theme,
    );
    await expect(frame.locator('ins')).toHaveText('red');
    expect(await seriousFaultsIn(frame), 'what changed').toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`changes-${theme}.png`) });
  });

test('what is made to do harm is described', async () => {
  const frame = await openFrame();
  expect(await show([{ name: 'poster.png', bytes: pngThatSays(25_000, 20_000) }])).toMatchObject({
    refused: 'pixels',
  });
  await expect(frame.getByText('25,000 × 20,000')).toBeVisible();
  expect(await show([{ name: 'a.docx', bytes: utf8('PK\x03\x04 and nothing else') }])).toMatchObject({
    refused: 'damaged',
  });
  // a PDF is opened when it is drawn, and says then that it cannot be
  await show([{ name: 'a.pdf', bytes: utf8(`%PDF-1.7\n${'nothing '.repeat(100)}`) }]);
  await expect(frame.getByText('It cannot be read here', { exact: false })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('damaged.png') });
  // what a document says is a word there, and never an element
  await show([{ name: 'a.docx', bytes: docxOf(['<img src=x onerror="parent.hit = 1"><script>1</script>']) }]);
  await expect(frame.getByText('<script>1</script>', { exact: false })).toBeVisible();
  await show([
    {
      name: 'a.md',
      bytes: utf8('<iframe src="app://koo/index.html"></iframe>\n\n[x](javascript:alert(1))\n'),
    },
  ]);
  await expect(frame.locator('.link')).toHaveText('x');
  await expect(frame.locator('iframe, a, script:not([src])')).toHaveCount(0);
});

test('it shows what changed, in words', async () => {
  const frame = await openFrame();
  const answer = await show([
    { name: 'a.txt', bytes: utf8('first\nthe quick brown fox\n') },
    { name: 'a.txt', bytes: utf8('first\nthe quick red fox\n') },
  ]);
  expect(answer).toMatchObject({ kind: 'changes', hunks: 1 });
  await expect(frame.locator('del')).toHaveText('brown');
  await expect(frame.locator('ins')).toHaveText('red');
  await page.screenshot({ path: test.info().outputPath('changes.png') });
});

test('words are found within it, and Escape leads back', async () => {
  const frame = await openFrame();
  await show([{ name: 'a.ts', bytes: utf8('const one = 1;\nconst two = one + one;\n') }]);
  await frame.locator('.text').press('Control+f');
  const field = frame.getByRole('textbox', { name: 'Find here' });
  await field.fill('one');
  await expect(frame.getByText('1 of 3')).toBeVisible();
  await field.press('Enter');
  await expect(frame.getByText('2 of 3')).toBeVisible();
  await field.press('Shift+Enter');
  await field.fill('three');
  await expect(frame.getByText('Not found')).toBeVisible();
  await field.press('Escape');
  await expect(field).toHaveCount(0);
});

test('what is shown can be copied, without the numbers of its lines', async () => {
  const frame = await openFrame();
  await show([{ name: 'a.txt', bytes: utf8('first\nsecond\n') }]);
  const text = frame.locator('.text');
  await text.evaluate((element) => getSelection()?.selectAllChildren(element));
  await text.press('Control+c');
  await expect
    .poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^first\r?\nsecond\s*$/u);
});

test('parts of a text are chosen and given to the window', async () => {
  const frame = await openFrame();
  const long = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n';
  await show(
    [
      { name: 'a.txt', bytes: utf8(`old first\n${long}old last\n`) },
      { name: 'a.txt', bytes: utf8(`new first\n${long}new last\n`) },
    ],
    true,
  );
  await expect(frame.getByText('2 changes')).toBeVisible();
  await frame.locator('.diff').press('F7');
  await expect(frame.getByText('Change 1 of 2')).toBeVisible();
  await frame.getByRole('checkbox', { name: 'Bring this back' }).last().check();
  await expect(frame.getByText('1 change chosen')).toBeVisible();
  const taken = page.evaluate(
    () =>
      new Promise((resolve) => {
        window.addEventListener('message', (event: MessageEvent<{ type: string }>) => {
          if (event.data.type === 'taken') resolve(event.data);
        });
      }),
  );
  await frame.getByRole('button', { name: 'Restore this part' }).click();
  expect(await taken).toMatchObject({
    text: `new first\n${long}old last\n`,
    encoding: 'utf-8',
    hunks: 1,
    sha256: '1',
  });
});

test('two images are laid over each other, as far as one wants', async () => {
  const frame = await openFrame();
  await show([
    { name: 'a.png', bytes: pictures },
    { name: 'a.png', bytes: pngOf(60, 40, () => [200, 30, 30]) },
  ]);
  await frame.getByRole('button', { name: 'Swipe' }).click();
  await frame.getByRole('slider', { name: 'How much of the newer image is hidden' }).fill('20');
  await expect(frame.locator('.image-pair')).toHaveAttribute('style', /--share: 20%/u);
  await frame.getByRole('button', { name: 'Overlay' }).click();
  await expect(
    frame.getByRole('slider', { name: 'How much the newer image covers the older one' }),
  ).toHaveValue('20');
});
