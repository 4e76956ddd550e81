/** Names on a real Linux disk that are no text: each is told, and none hides another. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realDisk } from '../../main/disk/disk.ts';
import { below } from '../../main/model/local-path.ts';
import { placed } from '../../main/disk/test-placed.ts';

it.runIf(process.platform === 'linux')('lists names that are no text apart, and from good ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-names-'));
  const put = (...bytes: number[]) =>
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Uint8Array.from(bytes)]), 'x');
  try {
    put(0x61, 0xff);
    put(0x62, 0xfe);
    put(0x62, 0xff);
    // the replacement character itself, and what reads like it
    put(0xef, 0xbf, 0xbd);
    put(0xc0);
    put(...Buffer.alloc(250, 0xff));
    const { names, notUtf8 } = await realDisk.list(placed(folder));
    expect(names).toEqual(['\ufffd']);
    const long = '\ufffd'.repeat(250);
    expect([...notUtf8].sort()).toEqual(
      ['a\ufffd', 'b\ufffd (62fe)', 'b\ufffd (62ff)', '\ufffd (c0)', long].sort(),
    );
    // longer as text than any name can be: not there under it, rather than unreadable
    for (const name of notUtf8) expect(await realDisk.stat(below(folder, name))).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
