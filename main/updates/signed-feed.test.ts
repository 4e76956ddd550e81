import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicHalf, readSignedFeed, signFeed } from './signed-feed.ts';

const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const ours = newKey();
const keys = { 'koosync-1': publicHalf(ours) };
const name = 'latest-linux.yml';
const feed = 'version: 1.1.0\nfiles:\n  - url: KooSync-1.1.0.AppImage\n    sha512: abc\n';
const signed = signFeed(feed, name, 'koosync-1', ours);

describe('a feed', () => {
  it('that we signed is read without its signatures', () => {
    expect(readSignedFeed(signed, name, keys)).toEqual({ kind: 'signed', text: feed });
  });

  it('that was signed with an old key and a new one is read by apps that know either', () => {
    const next = newKey();
    const both = signFeed(signed, name, 'koosync-2', next);
    expect(readSignedFeed(both, name, keys).kind).toBe('signed');
    expect(readSignedFeed(both, name, { 'koosync-2': publicHalf(next) }).kind).toBe('signed');
  });

  it('without a last line break is signed as what stands in the file then', () => {
    const made = signFeed(feed.trimEnd(), name, 'koosync-1', ours);
    expect(readSignedFeed(made, name, keys)).toEqual({ kind: 'signed', text: feed });
  });

  it.each([
    ['has no signature', feed],
    ['was changed', signed.replace('1.1.0', '1.1.1')],
    ['has another digest', signed.replace('abc', 'abd')],
    ['was signed by another publisher under our name', signFeed(feed, name, 'koosync-1', newKey())],
    ['was signed with a key that we do not know', signFeed(feed, name, 'other', newKey())],
    ['names a key that every object has', signed.replace('koosync-1', 'constructor')],
    ['has lines after its signature', `${signed}stagingPercentage: 100\n`],
    [
      'has lines among its signatures',
      signed.replace('# koosync-signature', '# koosync-signature\nx: 1\n# koosync-signature'),
    ],
    ['has a signature with a letter less', signed.replace('==', '=')],
    ['was signed for another channel', signFeed(feed, 'beta-linux.yml', 'koosync-1', ours)],
    ['has only our signature of another text', signed.replace(feed, 'version: 9.9.9\n')],
  ])('that %s is not believed', (_, content) => {
    expect(readSignedFeed(content, name, keys)).toEqual({ kind: 'unsigned' });
  });

  it.each([
    ['a page to sign in to a network', '<!doctype html><title>Welcome</title>'],
    ['nothing', ''],
    ['a signature alone', signed.slice(feed.length)],
  ])('that is %s is no feed', (_, content) => {
    expect(readSignedFeed(content, name, keys)).toEqual({ kind: 'no-feed' });
  });

  it('is believed by nobody who knows no key, or one that is none', () => {
    expect(readSignedFeed(signed, name, {}).kind).toBe('unsigned');
    expect(readSignedFeed(signed, name, { 'koosync-1': 'not a key' }).kind).toBe('unsigned');
  });

  it('is signed with an Ed25519 key alone', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    expect(() => signFeed(feed, name, 'koosync-1', rsa)).toThrow(TypeError);
    expect(() => publicHalf(rsa)).toThrow(TypeError);
  });
});
