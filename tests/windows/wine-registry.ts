/** What is in Wine's registry, read from the file that Wine keeps it in: `user.reg` is HKEY_CURRENT_USER, `system.reg` HKEY_LOCAL_MACHINE. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Windows } from '../../scripts/windows/wine.ts';

export type Registry = {
  /** The text of a value as it stands there, undefined where there is none. `name`: '' is the key's own value. Case is as Windows compares it. */
  value(key: string, name: string): string | undefined;
  /** the keys with this text in their path */
  keysWith(text: string): string[];
};

const unescaped = (text: string): string =>
  text
    .replaceAll(/\\x([0-9a-f]{1,4})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\(["\\])/gu, '$1');

/** Of a Windows in which nothing runs any more: Wine writes the file when the last program has ended. */
export function wineRegistry(windows: Windows, whose: 'user' | 'system'): Registry {
  const text = readFileSync(path.join(path.dirname(windows.driveC), `${whose}.reg`), 'utf8');
  const keys = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  // a long value goes on over lines that end with a backslash
  for (const line of text.replaceAll(/\\\n\s*/gu, '').split('\n')) {
    const key = /^\[(.+?)\](?: \d+)?$/u.exec(line)?.[1];
    if (key !== undefined) {
      current = new Map();
      keys.set(unescaped(key).toLowerCase(), current);
    }
    const value = /^(?:@|"((?:[^"\\]|\\.)*)")=(.*)$/u.exec(line);
    if (value === null) continue;
    const quoted = /^(?:str\(\d+\):)?"(.*)"$/u.exec(value[2] ?? '')?.[1];
    current.set(unescaped(value[1] ?? '').toLowerCase(), unescaped(quoted ?? value[2] ?? ''));
  }
  return {
    value: (key, name) => keys.get(key.toLowerCase())?.get(name.toLowerCase()),
    keysWith: (part) => [...keys.keys()].filter((key) => key.includes(part.toLowerCase())),
  };
}
