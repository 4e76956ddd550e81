/** Every name a disk can hold: what is proposed instead can go up, and no file is passed over or stops its siblings. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaults, startEmulator } from '../../emulator/index.ts';
import { parseOpenRequest } from '../../main/desktop/file-manager/open-request.ts';
import { pathOfLink, versionsLink } from '../../main/desktop/file-manager/versions-link.ts';
import { createEngine } from '../../main/engine/engine.ts';
import { createKooDrive } from '../../main/koodrive/client.ts';
import { fixedSource } from '../../main/koodrive/credentials.ts';
import { nameProblem } from '../../main/koodrive/names.ts';
import { realClock } from '../../main/lib/clock.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import { faultOfName, proposalBeside, proposalFor } from '../../main/engine/plan/remote-names.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { runs } from './settings.ts';

const piece = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(...'<>|:"*?/\\.  \t\n\0'),
  fc.constantFrom(
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u200b',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\ufffd',
    '\ud800',
    '\udc00',
  ),
  fc.constantFrom(
    'e\u0301',
    '\u00e9',
    '\u1112\u1161\u11ab',
    '\u212b',
    '\ufb2c',
    '\u0958',
    '\u0130',
    '\u00df',
    'I',
    'i',
  ),
  fc.constantFrom(
    'con',
    'NUL',
    'com1',
    'LPT9.txt',
    'aux.',
    '.',
    '..',
    '.txt',
    '.tar.gz',
    '~',
    '#',
    '!',
    '$',
    '%',
  ),
  fc.constantFrom('\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u{1f600}', '\u05d0\u05d1', '\u6587\u4ef6'),
);
const name = fc.oneof(
  { weight: 5, arbitrary: fc.array(piece, { minLength: 1, maxLength: 5 }).map((all) => all.join('')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        piece,
        fc.integer({ min: 0, max: 300 }),
        fc.constantFrom('x', '\u{1f600}', '\ufb2c', ' ', '.'),
        piece,
      )
      .map(([a, n, fill, b]) => `${a}${fill.repeat(n)}${b}`),
  },
);

describe('names', () => {
  it('a name that we pass is one that the client sends; what we propose passes', () => {
    fc.assert(
      fc.property(name, (given) => {
        const fault = faultOfName(given);
        // what the server is told is the NFC form
        if (fault === undefined) expect(nameProblem(given.normalize('NFC'))).toBeUndefined();
        const proposal = proposalFor(given);
        expect(faultOfName(proposal)).toBeUndefined();
        expect(nameProblem(proposal.normalize('NFC'))).toBeUndefined();
        expect(proposal.length).toBeLessThanOrEqual(250);
        if (fault !== undefined) expect(fault.values['proposal']).toBe(proposal);
        const beside = proposalBeside(given);
        if (fault === undefined) {
          expect(faultOfName(beside)).toBeUndefined();
          expect(beside.toLowerCase()).not.toBe(given.toLowerCase());
        }
      }),
      runs(0.3, 'proposals'),
    );
  });
});

/** Bytes that Linux takes for a name; other systems want text. */
const bytes =
  process.platform === 'linux'
    ? fc.oneof(
        { weight: 3, arbitrary: name.map((text) => Buffer.from(text, 'utf8')) },
        {
          weight: 1,
          arbitrary: fc.uint8Array({ minLength: 1, maxLength: 30 }).map((all) => Buffer.from(all)),
        },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(
              [0xff],
              [0xfe],
              [0xef, 0xbf, 0xbd],
              [0x61, 0xff],
              [0x61, 0xfe],
              [0x61, 0xef, 0xbf, 0xbd],
              [0xed, 0xa0, 0x80],
              [0xc0, 0xaf],
            )
            .map((all) => Buffer.from(all)),
        },
      )
    : name.map((text) => Buffer.from(text, 'utf8'));
const onDisk = bytes
  .map((all) => Buffer.from(all.filter((byte) => byte !== 0 && byte !== 0x2f)).subarray(0, 255))
  .filter(
    (all) =>
      all.length > 0 && !/^\.{1,2}$/.test(all.toString('latin1')) && !/^\.koosync/.test(all.toString()),
  );
const entries = fc.uniqueArray(fc.record({ bytes: onDisk, inFolder: fc.nat(3) }), {
  minLength: 20,
  maxLength: 60,
  selector: (entry) => `${String(entry.inFolder === 0)}/${entry.bytes.toString('hex')}`,
});

const settings = {
  settleMs: 20,
  maxWaitMs: 1_000,
  versionIntervalMs: 0,
  missingGraceMs: 2_000,
  deleteGraceMs: 60_000,
  holdDeletionsCount: 500,
  holdDeletionsShare: 0.5,
  compareWithKooDrive: false,
  concurrency: 6,
};

describe('real files', () => {
  it('each is on the server or in the list of problems, whatever its neighbours are called', async () => {
    const base = mkdtempSync(join(tmpdir(), 'koosync-fuzz-'));
    const emulator = await startEmulator({ dataDir: join(base, 'emulator') });
    const rules = createIgnoreRules('');
    let serial = 0;
    try {
      await fc.assert(
        fc.asyncProperty(entries, onDisk, async (files, folderName) => {
          const n = String(++serial);
          const folder = join(base, `tree-${n}`);
          const below = Buffer.concat([Buffer.from(`${folder}/`), folderName]);
          mkdirSync(folder);
          mkdirSync(below);
          writeFileSync(join(folder, 'ordinary.txt'), `ordinary ${n}`);
          const made: { readonly path: string; readonly bytesToo: string; readonly sha256: string }[] = [];
          for (const [i, { bytes, inFolder }] of files.entries()) {
            const within = inFolder === 0;
            if (!within && bytes.equals(folderName)) continue;
            const content = `${n}:${String(i)}`;
            try {
              writeFileSync(
                Buffer.concat([within ? below : Buffer.from(folder), Buffer.from('/'), bytes]),
                content,
              );
            } catch {
              // this disk does not take such a name
              continue;
            }
            const path = (within ? `${folderName.toString()}/` : '') + bytes.toString();
            const sha256 = createHash('sha256').update(content).digest('hex');
            made.push({ path, bytesToo: `${path} (${bytes.toString('hex')})`, sha256 });
          }
          const log = memoryLog();
          const koodrive = createKooDrive({
            server: emulator.url,
            credentials: fixedSource({ kind: 'token', userId: defaults.userId, token: defaults.token }),
            clock: realClock,
            log,
          });
          const engine = createEngine({
            home: mkdtempSync(join(base, 'home-')),
            koodrive,
            clock: realClock,
            log,
            settings: () => settings,
            sentence: (error) => error.code,
            watcher: false,
          });
          try {
            await engine.addPair({ folder, containerId: defaults.containerId });
            const [pair] = (await engine.syncOnce()).pairs;
            const problems = new Map((pair?.problems ?? []).map(({ path, code }) => [path, code]));
            const prefix = `tree-${n}/`;
            const there = new Map(
              emulator.control
                .tree(defaults.containerId)
                .filter(({ path }) => path.startsWith(prefix))
                .map((file) => [file.path.slice(prefix.length), file.sha256]),
            );
            expect(there.has('ordinary.txt')).toBe(true);
            expect(pair?.pending).toBe(0);
            const ignored = (path: string) =>
              path
                .split('/')
                .some((_, i, all) => rules.ignores(all.slice(0, i + 1).join('/'), i + 1 < all.length));
            const told = (path: string) =>
              path.split('/').some((_, i, all) => problems.has(all.slice(0, i + 1).join('/')));
            // names that are no text and read alike are told with their bytes
            const folderToo = `${folderName.toString()} (${folderName.toString('hex')})`;
            const lost = made.filter(
              ({ path, bytesToo, sha256 }) =>
                !ignored(path) &&
                there.get(path.normalize('NFC')) !== sha256 &&
                !told(path) &&
                !told(bytesToo) &&
                !(path.startsWith(`${folderName.toString()}/`) && problems.has(folderToo)),
            );
            expect(lost).toEqual([]);
            for (const [path, code] of problems)
              if (!/^NAME_|^FOLDER_/.test(code)) throw new Error(`${JSON.stringify(path)}: ${code}`);
          } finally {
            await engine.close();
            await koodrive.close();
          }
        }),
        runs(0.004, 'real files'),
      );
    } finally {
      await emulator.close();
      rmSync(base, { recursive: true, force: true });
    }
  });
});

describe('links to a history', () => {
  it('open an absolute path or nothing, whatever they hold', () => {
    const part = fc.constantFrom(
      'koosync:',
      '//',
      'versions',
      '?path=',
      '/',
      '%2F',
      '..',
      '%2e%2e',
      '%00',
      '%',
      '&',
      '#',
      'C:',
      '\\',
      'a',
      '%E6%8A%A5',
      '%ED%A0%80',
    );
    const link = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 12 }).map((parts) => `koosync://versions?path=${parts.join('')}`),
    );
    fc.assert(
      fc.property(link, (text) => {
        const path = pathOfLink(text);
        if (path === undefined) return;
        expect(isAbsolute(path)).toBe(true);
        expect(path).not.toContain('\0');
        expect(path.split(/[\\/]/u)).not.toContain('..');
        expect(path).not.toMatch(/^[\\/]{2}/u);
        expect(parseOpenRequest([text], '/cwd')).toEqual({ kind: 'view-versions', paths: [path] });
      }),
      runs(0.2, 'links'),
    );
  });

  it('that we make open what they were made for', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/[/\\\0]/.test(text) && !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const path = `/${names.join('/')}`;
        expect(pathOfLink(versionsLink(path))).toBe(path);
      }),
      runs(0.1, 'our links'),
    );
  });
});
