import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetOf, contentSecurityPolicy, previewPage, previewPolicy, serveAsset } from './app-protocol.ts';

let base = '';
let root = '';
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'koo-assets-'));
  root = join(base, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(root, 'preview'));
  await writeFile(join(root, 'preview', 'index.html'), '<p>preview</p>');
  await writeFile(join(root, 'index.html'), '<p>hello</p>');
  await writeFile(join(root, 'assets', 'a.js'), 'export {};');
  await writeFile(join(root, 'secret.json'), '{}');
  await writeFile(join(base, 'outside.js'), 'stolen');
  await mkdir(join(base, 'renderer-twin'));
  await writeFile(join(base, 'renderer-twin', 'b.js'), 'stolen');
});
afterAll(() => rm(base, { recursive: true, force: true }));

test('our own files are served, with the policy and their type', async () => {
  const answer = await serveAsset(root, { method: 'GET', url: 'app://koo/index.html' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('<p>hello</p>');
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-dns-prefetch-control')).toBe('off');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(assetOf(root, 'app://koo/')).toBe(join(root, 'index.html'));
  expect(assetOf(root, 'app://koo/assets/a.js?x=1#y')).toBe(join(root, 'assets', 'a.js'));
});

test('the frame that draws contents has a policy of its own, and it alone', async () => {
  const policyOf = async (url: string): Promise<string | null> =>
    (await serveAsset(root, { method: 'GET', url })).headers.get('content-security-policy');
  expect(await policyOf(previewPage)).toBe(previewPolicy);
  expect(await policyOf(`${previewPage}?x=1#y`)).toBe(previewPolicy);
  expect(await policyOf('app://koo/assets/a.js')).toBe(contentSecurityPolicy);
  expect(await policyOf('app://koo/preview/../index.html')).toBe(contentSecurityPolicy);
});

test('neither policy lets a page of ours run what was not built with it, nor reach the network', () => {
  for (const policy of [contentSecurityPolicy, previewPolicy]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|wasm-/u);
    expect(/script-src [^;]*/u.exec(policy)?.[0]).not.toMatch(/data:|blob:/u);
  }
  expect(contentSecurityPolicy).toContain(`frame-src ${previewPage};`);
  expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(previewPolicy).toContain('sandbox allow-scripts;');
  expect(previewPolicy).not.toMatch(/frame-src|'self'/u);
});

test.each([
  ['app://koo/../outside.js'],
  ['app://koo/../../etc/passwd'],
  ['app://koo/%2e%2e/outside.js'],
  ['app://koo/..%2foutside.js'],
  ['app://koo/assets/..%2f..%2foutside.js'],
  ['app://koo/..%2frenderer-twin/b.js'],
  ['app://koo/%2fetc%2fpasswd'],
  ['app://koo/secret.json'],
  ['app://koo/index.html%00.js'],
  ['app://koo/%zz.js'],
  ['app://other/index.html'],
  ['app://koo.evil/index.html'],
  ['file:///etc/passwd'],
  ['http://koo/index.html'],
  ['nonsense'],
])('%s is not served', async (url) => {
  const answer = await serveAsset(root, { method: 'GET', url });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test.each(['POST', 'HEAD', 'PUT', 'DELETE'])('%s is refused', async (method) => {
  expect((await serveAsset(root, { method, url: 'app://koo/index.html' })).status).toBe(405);
});
