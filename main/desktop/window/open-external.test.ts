import { expect, test } from 'vitest';
import { openExternal } from './open-external.ts';

async function opened(url: string): Promise<string[]> {
  const seen: string[] = [];
  await openExternal(url, (href) => {
    seen.push(href);
    return Promise.resolve();
  });
  return seen;
}

test('a permitted page is opened, written out again', async () => {
  expect(await opened('https://support.huaweicloud.com/koodrive/index.html')).toEqual([
    'https://support.huaweicloud.com/koodrive/index.html',
  ]);
  expect(await opened('HTTPS://Support.HuaweiCloud.com\\x')).toEqual(['https://support.huaweicloud.com/x']);
});

test.each([
  'http://support.huaweicloud.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://support.huaweicloud.com/x',
  'https://support.huaweicloud.com.evil.example/',
  'https://support.huaweicloud.com@evil.example/',
  'https://user@support.huaweicloud.com/',
  'https://support.huaweicloud.com:8443/',
  'https://evil.example/?support.huaweicloud.com',
  'no url',
])('%s is not opened', async (url) => {
  expect(await opened(url)).toEqual([]);
});
