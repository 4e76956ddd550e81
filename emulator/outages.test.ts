/** What stands between a client and the two hosts: each host alone, a portal before both, boxes that cut and pack. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults } from './defaults.ts';
import { startKit } from './test-kit.ts';
import type { Answer, Kit } from './test-kit.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await startKit();
});
afterEach(() => kit.stop());

const space = `/koodrive/ose/v1/space/container/${defaults.containerId}`;
const ask = (more: Record<string, string> = {}): Promise<Response> =>
  fetch(kit.url() + space, { headers: { ...kit.headers(), ...more } });
const linkOf = (answer: Answer): string => answer.multiParts[0].uploadUrl as string;

describe('the storage', () => {
  it('is another host, tells nobody anything without a link, and comes back where it was after a restart', async () => {
    const bytes = Buffer.from('abc');
    const link = linkOf(await kit.create('a.txt', bytes));
    const { origin, pathname } = new URL(link);
    expect(origin).toBe(kit.storageUrl());
    expect(origin).not.toBe(kit.url());
    for (const path of [pathname, '/', '/obs/files/F1']) {
      const answer = await fetch(origin + path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/xml']);
    }
    expect(kit.control.counts().askStorage).toBe(2);
    // the API has no such paths any more
    expect((await fetch(`${kit.url()}${pathname}`)).status).toBe(404);
    await kit.restart();
    expect(kit.storageUrl()).toBe(origin);
    // this process keeps connections to who was there before
    await fetch(origin).catch(() => undefined);
    expect((await kit.put(link, bytes)).status).toBe(200);
  });

  it('is refused alone, and put back', async () => {
    const bytes = Buffer.from('abc');
    const link = linkOf(await kit.create('a.txt', bytes));
    await kit.control.refuseStorage(true);
    await expect(kit.put(link, bytes)).rejects.toThrow('fetch failed');
    expect((await ask()).status).toBe(200);
    await kit.control.refuseStorage(false);
    expect((await kit.put(link, bytes)).status).toBe(200);
    // whoever closes the emulator meanwhile is not held up
    await kit.control.refuseStorage(true);
  });
});

it('a portal answers on every path of both hosts, known or not, until it is taken away', async () => {
  const portal = kit.control.portal();
  const paths = [`${kit.url()}${space}`, `${kit.url()}/nowhere`, `${kit.storageUrl()}/obs/uploads/F1`];
  for (const url of paths) {
    const answer = await fetch(url, { headers: kit.headers() });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  }
  expect(portal.struck()).toBe(3);
  expect(kit.control.counts().getContainer).toBe(1);
  const steered = await fetch(`${kit.url()}/_emulator/portal`, {
    method: 'POST',
    body: JSON.stringify({ on: true, status: 302 }),
  });
  expect(steered.status).toBe(200);
  const redirected = await fetch(kit.url() + space, { headers: kit.headers(), redirect: 'manual' });
  expect([redirected.status, redirected.headers.get('location')]).toEqual([302, 'http://portal.invalid/']);
  // the former one is gone already
  portal.remove();
  expect((await fetch(kit.url() + space, { redirect: 'manual' })).status).toBe(302);
  await fetch(`${kit.url()}/_emulator/portal`, { method: 'POST', body: JSON.stringify({ on: false }) });
  expect((await ask()).status).toBe(200);
});

describe('a box', () => {
  it('cuts bodies at a byte, and lets shorter ones pass', async () => {
    kit.control.fault({ match: { operation: 'putPart' }, action: { kind: 'cut', atByte: 1000 } });
    const put = async (name: string, size: number) => {
      const bytes = Buffer.alloc(size, name);
      return kit.put(linkOf(await kit.create(name, bytes)), bytes);
    };
    await expect(put('large', 3_000_000)).rejects.toThrow('fetch failed');
    await expect(put('over', 1001)).rejects.toThrow('fetch failed');
    expect((await put('even', 1000)).status).toBe(200);
    expect(kit.control.requests(10).filter(({ operation }) => operation === 'putPart')).toMatchObject([
      { status: 0 },
      { status: 0 },
      { status: 200 },
    ]);
    // a call's body has come by then: it is cut all the same
    kit.control.fault({ match: { operation: 'createFolder' }, action: { kind: 'cut', atByte: 10 } });
    await expect(kit.folder('f')).rejects.toThrow('fetch failed');
    expect(kit.control.folders()).toEqual([]);
  });

  it('refuses bodies over a size', async () => {
    kit.control.fault({
      match: { method: 'PUT', bodyOver: 100 },
      action: { kind: 'answer', status: 413, body: 'too large' },
    });
    const put = async (size: number) => {
      const bytes = Buffer.alloc(size, 'x');
      return (await kit.put(linkOf(await kit.create(`f${size}`, bytes)), bytes)).status;
    };
    expect([await put(100), await put(101)]).toEqual([200, 413]);
  });

  it('packs answers where they may be packed, or in any case', async () => {
    const fault = kit.control.fault({ action: { kind: 'gzip' } });
    const codingOf = async (more?: Record<string, string>) =>
      (await ask(more)).headers.get('content-encoding');
    expect(await codingOf({ 'accept-encoding': 'gzip' })).toBe('gzip');
    expect(await codingOf({ 'accept-encoding': 'identity' })).toBeNull();
    fault.remove();
    kit.control.fault({ action: { kind: 'gzip', always: true } });
    expect(await codingOf({ 'accept-encoding': 'identity' })).toBe('gzip');
    expect(((await (await ask()).json()) as Answer).data.containerId).toBe(defaults.containerId);
    const link = kit.control.putFile('/a.txt', Buffer.from('a content'));
    const { downloads } = await kit.post('/v1/files/download', {
      containerId: defaults.containerId,
      fileIds: [link],
    });
    const download = await fetch(downloads[0].url as string);
    expect(download.headers.get('content-encoding')).toBe('gzip');
    expect(await download.text()).toBe('a content');
  });
});
