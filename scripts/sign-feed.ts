/**
 * npm run sign-feed -- --key FILE --key-id ID [FOLDER]
 * npm run sign-feed -- --new-key FILE --key-id ID
 *
 * Signs the feeds (latest-linux.yml and its like) in FOLDER, release/ by default: apps believe no other ones. A new key
 * goes into FILE, which is never in the repository; its public half is for electron-builder.yml. docs/updates.md.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from './options.ts';
import { publicHalf, readSignedFeed, signFeed } from '../main/updates/signed-feed.ts';

const usage = 'npm run sign-feed -- (--key FILE | --new-key FILE) --key-id ID [FOLDER]';
const { values, positionals } = readOptions({
  options: { key: { type: 'string' }, 'new-key': { type: 'string' }, 'key-id': { type: 'string' } },
  allowPositionals: true,
});
const { key, 'new-key': newKey, 'key-id': keyId } = values;
if (keyId === undefined || (key === undefined) === (newKey === undefined) || !/^[\w.-]{1,64}$/u.test(keyId)) {
  console.error(usage);
  process.exit(2);
}
if (newKey !== undefined) {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  // an old key that is written over is lost, and with it every app that knows no other
  writeFileSync(newKey, pem, { mode: 0o600, flag: 'wx' });
  console.log(`For updates.keys in electron-builder.yml:\n  ${keyId}: ${publicHalf(pem)}`);
} else if (key !== undefined) {
  const pem = readFileSync(key, 'utf8');
  const folder = positionals[0] ?? 'release';
  const names = readdirSync(folder).filter((name) => /^(?:latest|beta|alpha)[\w-]*\.yml$/u.test(name));
  for (const name of names) {
    const file = path.join(folder, name);
    const content = readFileSync(file, 'utf8');
    const known = { [keyId]: publicHalf(pem) };
    if (readSignedFeed(content, name, known).kind === 'signed') continue;
    writeFileSync(file, signFeed(content, name, keyId, pem));
    console.log(`signed ${file}`);
  }
  if (names.length === 0) {
    console.error(`There is no feed in ${folder}.`);
    process.exit(1);
  }
}
