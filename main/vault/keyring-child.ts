/**
 * For keytar-vault.test.ts alone: runs in a process of its own, within a session bus of its own, against the real
 * keyring. Arguments: what to do, and the time limit in ms. One line of JSON on stdout says what came of it.
 */
import { performance } from 'node:perf_hooks';
import { KooError } from '../model/errors.ts';
import { createKeytarVault } from './keytar-vault.ts';

const [task, limit] = process.argv.slice(2);
const server = 'https://intl.myhuaweicloud-koodrive.com';
const service = `KooSync test ${String(process.pid)}`;
const vault = createKeytarVault({ service, timeoutMs: Number(limit) });

const entries = async (): Promise<string[]> => {
  const { default: keytar } = await import('keytar');
  return (await keytar.findCredentials(service)).map(
    ({ account, password }) => `${account} ${String(Buffer.byteLength(password))}`,
  );
};

async function roundTrip(): Promise<object> {
  const short = { kind: 'token', userId: '1505', token: 'Bearer 6ebb', sessionId: 's-1' } as const;
  const long = {
    kind: 'token',
    userId: '1505',
    token: `Bearer ${'é2'.repeat(4_000)}`,
    refreshToken: 'r'.repeat(900),
  } as const;
  const app = { kind: 'app', userId: '1506', appId: 'id', appSecret: 'secret' } as const;
  const absent = await vault.load(server, '1505');
  await vault.save(server, short);
  await vault.save(server, app);
  const first = await vault.load(server, '1505');
  await vault.save(server, long);
  const second = await vault.load(server, '1505');
  const whenLong = await entries();
  await vault.save(server, { ...long, token: `Bearer ${'x'.repeat(3_000)}` });
  const afterAnother = await entries();
  await vault.save(server, short);
  const third = await vault.load(server, '1505');
  const elsewhere = await vault.load('https://cn.myhuaweicloud-koodrive.com', '1505');
  const other = await vault.load(server, '1506');
  await vault.remove(server, '1505');
  await vault.remove(server, '1506');
  await vault.remove(server, '1506');
  return {
    absent: absent ?? null,
    first: JSON.stringify(first) === JSON.stringify(short),
    second: JSON.stringify(second) === JSON.stringify(long),
    third: JSON.stringify(third) === JSON.stringify(short),
    elsewhere: elsewhere ?? null,
    other: JSON.stringify(other) === JSON.stringify(app),
    largest: Math.max(...whenLong.map((line) => Number(line.split(' ').at(-1)))),
    whenLong: whenLong.length,
    afterAnother: afterAnother.length,
    left: await entries(),
  };
}

const started = performance.now();
let result: object;
try {
  if (task === 'save') await vault.save(server, { kind: 'token', userId: '1505', token: 't' });
  result = task === 'roundTrip' ? await roundTrip() : { loaded: (await vault.load(server, '1505')) ?? null };
} catch (error) {
  result =
    error instanceof KooError ? { code: error.code, message: error.message } : { thrown: String(error) };
}
const line = `${JSON.stringify({ ...result, ms: Math.round(performance.now() - started) })}\n`;
// a call that hangs in the keyring holds the event loop: leave without it
process.stdout.write(line, () => process.exit(0));
