/** The user's own part of the Windows registry, by `reg.exe`, which every Windows has. */
import { KooError } from '../model/errors.ts';
import type { RegistryValue } from './formats/explorer.ts';

/** Runs reg.exe to its end. */
export type RunReg = (args: readonly string[]) => Promise<{ readonly code: number; readonly out: string }>;

export type Registry = {
  write(values: readonly RegistryValue[]): Promise<void>;
  /** undefined where there is no such value */
  read(key: string, name: string): Promise<string | undefined>;
  /** the key and all below it; no error when it is not there */
  remove(key: string): Promise<void>;
};

export const openRegistry = (run: RunReg): Registry => {
  const read = async (key: string, name: string) => {
    const { code, out } = await run(['query', key, ...named(name)]);
    if (code !== 0) return undefined;
    // "    NAME    REG_SZ    VALUE", the name of the default value in the system's language
    return /^ {2,}.*? {2,}REG_SZ(?: {2,}(.*?))?\r?$/mu.exec(out)?.[1];
  };
  return {
    read,
    write: async (values) => {
      for (const { key, name, value } of values) {
        const { code, out } = await run(['add', key, ...named(name), '/t', 'REG_SZ', '/d', value, '/f']);
        if (code !== 0) throw refused(key, out);
      }
    },
    remove: async (key) => {
      if ((await run(['query', key])).code !== 0) return;
      const { code, out } = await run(['delete', key, '/f']);
      if (code !== 0) throw refused(key, out);
    },
  };
};

const named = (name: string): readonly string[] => (name === '' ? ['/ve'] : ['/v', name]);

const refused = (key: string, out: string): KooError =>
  new KooError('SYSTEM_REFUSED', `reg.exe: ${out.trim()}`, {
    detail: { path: key, values: { system: 'reg.exe' } },
  });
