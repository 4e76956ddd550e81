/** A self-signed certificate made on the spot, for the tests of this folder: DER by hand, signed by node:crypto. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.from([tag, ...size]), body]);
};
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (...bytes: number[]) => der(0x06, Uint8Array.from(bytes));
const text = (tag: number, value: string) => der(tag, Buffer.from(value, 'latin1'));
const utcTime = (ms: number) =>
  text(0x17, `${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);

/** PEM texts. `names` are DNS names; valid from a day ago for a month, or until `until` (epoch ms). */
export function selfSigned(names: readonly string[], until = Date.now() + 30 * 86_400_000) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), text(0x0c, names[0] ?? 'test'))));
  const serial = randomBytes(8);
  serial[0] = 1;
  const altNames = sequence(...names.map((each) => text(0x82, each)));
  const toSign = sequence(
    der(0xa0, der(0x02, Uint8Array.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(utcTime(Math.min(Date.now(), until) - 86_400_000), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        sequence(oid(0x55, 0x1d, 0x11), der(0x04, altNames)),
        sequence(oid(0x55, 0x1d, 0x13), der(0x04, sequence(der(0x01, Uint8Array.from([255]))))),
      ),
    ),
  );
  const signature = sign('sha256', toSign, privateKey);
  const certificate = sequence(toSign, ecdsaWithSha256, der(0x03, Uint8Array.from([0]), signature)).toString(
    'base64',
  );
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
