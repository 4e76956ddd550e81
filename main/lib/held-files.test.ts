import { describe, expect, it } from 'vitest';
import { untilLetGo, untilLetGoSync, type HeldParts } from './held-files.ts';

const refused = (code: string) => Object.assign(new Error(code), { code });

/** Windows, on which no time goes by. */
function windows(platform: NodeJS.Platform = 'win32') {
  const waited: number[] = [];
  const parts: HeldParts = {
    platform,
    sleep: async (ms) => void waited.push(ms),
    sleepSync: (ms) => void waited.push(ms),
  };
  return { parts, waited };
}

/** Refused so often, then done. */
const work = (times: number, code = 'EPERM') => {
  let left = times;
  return () => {
    if (left-- > 0) throw refused(code);
    return 'done';
  };
};

describe.each([
  ['untilLetGo', (does: () => string, parts: HeldParts) => untilLetGo(async () => does(), parts)],
  ['untilLetGoSync', async (does: () => string, parts: HeldParts) => untilLetGoSync(does, parts)],
] as const)('%s', (_name, doing) => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('does again what Windows refused with %s', async (code) => {
    const { parts, waited } = windows();
    expect(await doing(work(2, code), parts)).toBe('done');
    expect(waited).toEqual([10, 20]);
  });

  it('gives up within two seconds, with what Windows said', async () => {
    const { parts, waited } = windows();
    await expect(doing(work(Number.POSITIVE_INFINITY), parts)).rejects.toMatchObject({ code: 'EPERM' });
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(2_000);
  });

  it('waits for nothing that is no refusal, and for nothing on other systems', async () => {
    const { parts, waited } = windows();
    await expect(doing(work(1, 'ENOENT'), parts)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(doing(work(1), windows('linux').parts)).rejects.toMatchObject({ code: 'EPERM' });
    expect(waited).toEqual([]);
  });
});
