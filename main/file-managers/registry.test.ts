import { describe, expect, it } from 'vitest';
import { openFileManagers } from './file-managers.ts';
import { explorerKeys } from './formats/explorer.ts';
import { placesOf } from './places.ts';
import { openRegistry, type RunReg } from './registry.ts';

/** What reg.exe does, in memory, and what it prints. */
function memoryReg(): { run: RunReg; values: Map<string, string> } {
  const values = new Map<string, string>();
  const run: RunReg = async ([verb = '', key = '', ...rest]) => {
    const at = rest.indexOf('/v');
    const name = at < 0 ? '' : (rest[at + 1] ?? '');
    const below = [...values.keys()].filter(
      (one) => one.startsWith(`${key}\0`) || one.startsWith(`${key}\\`),
    );
    if (verb === 'add') values.set(`${key}\0${name}`, rest[rest.indexOf('/d') + 1] ?? '');
    else if (below.length === 0) return { code: 1, out: 'ERROR: not found' };
    else if (verb === 'delete') for (const one of below) values.delete(one);
    else if (at >= 0 || rest.includes('/ve')) {
      const value = values.get(`${key}\0${name}`);
      if (value === undefined) return { code: 1, out: 'ERROR: no such value' };
      return { code: 0, out: `\r\n${key}\r\n    ${name || '(Default)'}    REG_SZ    ${value}\r\n\r\n` };
    }
    return { code: 0, out: '' };
  };
  return { run, values };
}

const managersOn = (run: RunReg, folders: readonly string[], language: 'en' | 'zh' = 'en') =>
  openFileManagers({
    places: placesOf({ platform: 'win32', home: '/home', state: '/state', env: {} }),
    program: async () => ({ executable: String.raw`C:\Program Files\KooSync\koosync-desktop.exe`, args: [] }),
    folders: async () => folders,
    language,
    registry: openRegistry(run),
  });

describe('the verbs of the Explorer', () => {
  it('are written, read back and removed', async () => {
    const { run } = memoryReg();
    const managers = managersOn(run, [String.raw`C:\Users\Ann Li\Documents`]);
    expect(await managers.list()).toMatchObject([{ name: 'explorer', isPresent: true, isInstalled: false }]);
    await managers.install('explorer');
    expect(await managers.list()).toMatchObject([{ isInstalled: true, isStale: false }]);
    const registry = openRegistry(run);
    const [first = ''] = explorerKeys;
    expect(await registry.read(`${first}\\command`, '')).toBe(
      String.raw`"C:\Program Files\KooSync\koosync-desktop.exe" --view-versions "%1"`,
    );
    expect(await registry.read(first, 'AppliesTo')).toBe(
      String.raw`System.ItemPathDisplay:="C:\Users\Ann Li\Documents" OR System.ItemPathDisplay:~<"C:\Users\Ann Li\Documents\"`,
    );
    expect(await registry.read(first, 'NoSuch')).toBeUndefined();
    await managers.remove('explorer');
    expect(await managers.list()).toMatchObject([{ isInstalled: false }]);
    for (const key of explorerKeys) expect(await registry.read(key, '')).toBeUndefined();
  });

  it('follow the synced folders, and are made by nobody who was not asked', async () => {
    const { run, values } = memoryReg();
    await managersOn(run, ['C:\\a']).refresh();
    expect(values.size).toBe(0);
    await managersOn(run, ['C:\\a']).install('explorer');
    await managersOn(run, ['C:\\b']).refresh();
    expect([...values.values()].join()).not.toContain('C:\\a');
    expect([...values.values()].join()).toContain('C:\\b');
    expect(await managersOn(run, ['C:\\b'], 'zh').list()).toMatchObject([
      { isInstalled: true, isStale: true },
    ]);
  });

  it('that are refused are said', async () => {
    const run: RunReg = async () => ({ code: 1, out: 'ERROR: Access is denied.' });
    await expect(managersOn(run, []).install('explorer')).rejects.toMatchObject({ code: 'SYSTEM_REFUSED' });
  });
});
