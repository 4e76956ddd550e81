/**
 * The PATH in the registry, as `reg export` writes it and `reg import` reads it: bytes that no code page, no quote and no
 * expansion of %NAMES% can spoil on the way. Pure.
 */

export type PathValue = {
  readonly text: string;
  /** REG_SZ or REG_EXPAND_SZ; what was expanded stays so, and what was not is not from now on */
  readonly type: 1 | 2;
};

const lastValue = /^"path"=(.*)$/imu;

/** Text of a .reg file: UTF-16 with its mark. */
export const registryText = (bytes: Buffer): string => bytes.toString('utf16le').replace(/^\ufeff/u, '');

const hexBytes = (text: string): Buffer =>
  Buffer.from(text.split(',').map((byte) => Number.parseInt(byte.trim(), 16)));

/** What the value is; undefined where there is none. Throws where it is no text. */
export const readPathValue = (file: string): PathValue | undefined => {
  // a long value goes on over lines that end with a backslash
  const written = lastValue.exec(file.replaceAll(/\\\r?\n\s*/gu, ''))?.[1]?.trim();
  if (written === undefined) return undefined;
  const quoted = /^"(.*)"$/su.exec(written)?.[1];
  if (quoted !== undefined) return { text: quoted.replaceAll(/\\(["\\])/gu, '$1'), type: 1 };
  const hex = /^hex\(([12])\):(.*)$/su.exec(written);
  if (hex === null) throw new Error('Path is of a kind that holds no text.');
  const text = hexBytes(hex[2] ?? '')
    .toString('utf16le')
    .replace(/\0+$/u, '');
  return { text, type: hex[1] === '1' ? 1 : 2 };
};

/** A .reg file that sets it, below `key` such as HKEY_CURRENT_USER\Environment. */
export const pathFile = (key: string, { text, type }: PathValue): Buffer => {
  const bytes = Buffer.from(`${text}\0`, 'utf16le');
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    `[${key}]`,
    `"Path"=hex(${String(type)}):${hex}`,
    '',
  ];
  return Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le');
};

const same = (one: string, other: string): boolean => {
  const plain = (folder: string) =>
    folder
      .replaceAll('"', '')
      .replace(/[\\/]+$/u, '')
      .toLowerCase();
  return plain(one) === plain(other);
};

/** `path` with `folder` as its last entry; the same where it is in it. */
export const withFolder = (path: string, folder: string): string => {
  if (path.split(';').some((one) => same(one, folder))) return path;
  return path === '' ? folder : `${path.replace(/;+$/u, '')};${folder}`;
};

/** `path` without `folder`, the other entries as they were. */
export const withoutFolder = (path: string, folder: string): string =>
  path
    .split(';')
    .filter((one) => one === '' || !same(one, folder))
    .join(';');
