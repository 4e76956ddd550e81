/**
 * A feed (latest-linux.yml and its like) says which version is the newest, and the digest of each of its files. It is
 * believed when it ends with a signature by a key that this app knows. The lines begin with `#`, so that whoever reads
 * YAML alone reads the same feed:
 *
 *     # koosync-signature KEY-ID BASE64
 *
 * Signed (Ed25519) is the name of the file, too: a feed of one channel or system cannot stand for another's. Several lines
 * are allowed, so that a new key can be brought in while old apps know the old one alone.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** id of a key -> its 32 bytes in base64url, as `x` of a JSON web key */
export type UpdateKeys = Readonly<Record<string, string>>;

export type FeedVerdict =
  /** `text` is what was signed: nothing beside it may be read */
  | { readonly kind: 'signed'; readonly text: string }
  /** it looks like a feed, and no key of ours has signed it */
  | { readonly kind: 'unsigned' }
  /** a page of somebody on the way, or half an answer */
  | { readonly kind: 'no-feed' };

const mark = '# koosync-signature ';
const line = /^# koosync-signature ([\w.-]{1,64}) ([A-Za-z0-9+/]{86}==)$/u;

/** `name` is that of the file that was asked for, without folders. Never throws. */
export function readSignedFeed(content: string, name: string, keys: UpdateKeys): FeedVerdict {
  const at = content.startsWith(mark) ? 0 : content.indexOf(`\n${mark}`) + 1;
  const text = at === 0 && !content.startsWith(mark) ? content : content.slice(0, at);
  if (!/^version: /mu.test(text)) return { kind: 'no-feed' };
  const lines = content.slice(text.length).trimEnd().split('\n');
  const message = messageOf(text, name);
  const isSigned = lines.some((each) => {
    const [, id = '', signature = ''] = line.exec(each) ?? [];
    const key = Object.hasOwn(keys, id) ? publicKeyOf(keys[id] ?? '') : undefined;
    return key !== undefined && verify(null, message, key, Buffer.from(signature, 'base64'));
  });
  // what stands among the signatures was signed by nobody
  const isWhole = lines.every((each) => each.startsWith(mark));
  return isSigned && isWhole ? { kind: 'signed', text } : { kind: 'unsigned' };
}

/**
 * The feed with one signature more. `privateKey` is PEM (PKCS #8) of an Ed25519 key. Throws where it is not.
 * @public The app signs nothing: `npm run sign-feed` does.
 */
export function signFeed(content: string, name: string, keyId: string, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const whole = content.endsWith('\n') ? content : `${content}\n`;
  const at = whole.indexOf(`\n${mark}`) + 1;
  const text = at === 0 ? whole : whole.slice(0, at);
  const signature = sign(null, messageOf(text, name), key).toString('base64');
  return `${whole}${mark}${keyId} ${signature}\n`;
}

/**
 * The public half of a private key, as it stands among the keys of the app.
 * @public For `npm run sign-feed`.
 */
export const publicHalf = (privateKey: string): string => {
  const { x } = createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('not an Ed25519 key');
  return x;
};

const messageOf = (text: string, name: string): Buffer => Buffer.from(`koosync feed\n${name}\n${text}`);

const publicKeyOf = (x: string): KeyObject | undefined => {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
};
