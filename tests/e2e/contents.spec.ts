/** Bytes that the window holds, as Electron serves them. */
import { expect, pairSamples, test } from './fixtures.ts';

type Held = { readonly url: string; readonly size: number };

test('a version is read by its token, whole and in ranges, until it is let go of', async ({ world }) => {
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const path = world.file('notes.txt');

  const held = await page.evaluate(async (file): Promise<Held | undefined> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const read = await koo.readHistory(file);
      const [latest] = read.ok ? read.value.versions : [];
      const content = latest && (await koo.holdVersion(file, latest.revisionId));
      if (content?.ok) return content.value;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return undefined;
  }, path);
  expect(held?.url).toMatch(/^app:\/\/koo\/content\/[0-9a-f]{64}$/);

  const ask = (url: string, range?: string) =>
    running.app.evaluate(
      async ({ net }, [asked, bytes]) => {
        const answer = await net.fetch(asked ?? '', bytes === undefined ? {} : { headers: { range: bytes } });
        const text = await answer.text();
        return { status: answer.status, text, type: answer.headers.get('content-type') };
      },
      [url, range] as const,
    );
  const url = held?.url ?? '';
  const whole = await ask(url);
  expect(whole).toMatchObject({ status: 200, type: 'application/octet-stream' });
  expect(whole.text).toHaveLength(held?.size ?? 0);
  expect(await ask(url, 'bytes=1-3')).toMatchObject({ status: 206, text: whole.text.slice(1, 4) });

  // the page itself cannot read it: its policy leaves it no connection
  const read = (asked: string) =>
    page.evaluate(
      (address) =>
        fetch(address).then(
          (answer) => answer.text(),
          () => 'refused',
        ),
      asked,
    );
  expect(await read(url)).toBe('refused');

  // what the file has on disk, and nothing in its place
  const present = await page.evaluate((file) => koo.holdPresent(file), path);
  expect(present).toMatchObject({ ok: true, value: { size: whole.text.length } });

  await page.evaluate(async (file) => {
    const known = await koo.knownHistory(file);
    if (known.ok) await koo.releaseContent(file, known.value.versions[0]?.revisionId);
  }, path);
  expect((await ask(url)).status).toBe(404);
});
