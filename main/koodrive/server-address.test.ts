import { describe, expect, it } from 'vitest';
import { checkLink } from './link.ts';
import { parseProxy } from './proxies.ts';
import { parseServer } from './server-address.ts';

describe('server addresses', () => {
  it.each([
    ['https://cn.myhuaweicloud-koodrive.com', 'https://cn.myhuaweicloud-koodrive.com', false],
    [' intl.myhuaweicloud-koodrive.com/ ', 'https://intl.myhuaweicloud-koodrive.com', false],
    ['HTTPS://Drive.Example.com:8443', 'https://drive.example.com:8443', false],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', true],
    ['http://127.1:1', 'http://127.0.0.1:1', true],
    ['https://localhost:1', 'https://localhost:1', false],
    ['http://[::1]:1', 'http://[::1]:1', true],
    ['https://127.0.0.1', 'https://127.0.0.1', false],
  ])('%s', (text, origin, loopback) => {
    expect(parseServer(text)).toEqual({ origin, loopback });
  });

  it.each([
    '',
    'http://cn.myhuaweicloud-koodrive.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    // which address these have is said by others
    'http://localhost:1',
    'http://koo.localhost:1',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0:1',
    'ftp://a',
    'https://u:p@a',
    'https://u@a',
    'https://a/koodrive',
    'https://a?x',
    'https://a#x',
    'https://a b',
    'https://a\\b',
    'https://',
    'https://a\nb',
    'javascript://a',
  ])('refuses %j', (text) => {
    expect(() => parseServer(text)).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }) as Error);
  });
});

it('a host of more than 16 KB is an error of ours', () => {
  const host = 'A&G'.repeat(5500);
  for (const read of [parseServer, parseProxy])
    expect(() => read(host)).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }) as Error);
});

describe('links from the server', () => {
  const far = parseServer('https://cn.myhuaweicloud-koodrive.com');
  const near = parseServer('http://127.0.0.1:8080');

  it('may be https, or http on this machine when the server is here too', () => {
    expect(checkLink('https://obs.example/a?X-Amz-Signature=1#f', far).href).toBe(
      'https://obs.example/a?X-Amz-Signature=1',
    );
    expect(checkLink('http://127.0.0.1:8081/a', near).href).toBe('http://127.0.0.1:8081/a');
    expect(checkLink('https://obs.example/a', near).protocol).toBe('https:');
    expect(() => checkLink('http://localhost:8081/a', near)).toThrow(/has the scheme http:$/);
  });

  it.each([
    'http://obs.example/a',
    'http://127.0.0.1/a',
    'file:///etc/passwd',
    'https://u:p@obs.example/a',
    '/a',
    '',
  ])('must not be %j', (link) => {
    expect(() => checkLink(link, far)).toThrow(expect.objectContaining({ code: 'BAD_ANSWER' }) as Error);
  });

  it('must not lead off this machine without TLS, and errors do not repeat them', () => {
    expect(() => checkLink('http://obs.example/a?X-Amz-Signature=abc', near)).toThrow(
      /has the scheme http:$/,
    );
  });
});
