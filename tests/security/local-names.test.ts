/** `localhost` is whatever a hosts file or a name server says: what is plain HTTP, and the secret in it, must not follow a name. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { parseServer } from '../../main/koodrive/server-address.ts';
import { attacked } from './attacked.ts';

const address = (await import(join(attacked, 'main/koodrive/server-address.ts'))) as {
  parseServer: typeof parseServer;
};

it.each(['http://localhost:8080', 'http://koodrive.localhost:8080', 'http://LOCALHOST'])(
  'plain HTTP to %s is refused',
  (text) => {
    expect(() => address.parseServer(text)).toThrow();
  },
);

it('plain HTTP to an address of this machine is not', () => {
  expect(address.parseServer('http://127.0.0.1:8080').loopback).toBe(true);
  expect(address.parseServer('http://[::1]:8080').loopback).toBe(true);
});
