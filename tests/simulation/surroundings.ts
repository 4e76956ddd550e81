/**
 * What changes around the files of a pair: names that clash or are no text, ignore rules, drives within the folder, the
 * pair itself, and large files that are never quiet. Each has a chance of its own, drawn from a stream of its own, so
 * that runs without them are what they were.
 */
import { createRandom } from '../harness/simulated/random.ts';
import type { Setting, Step } from './program.ts';
import { folderOf, freshContent, pathOf, sizeOf, type Make } from './random-values.ts';

/** In one run of three a large file that is written all the time is sent from a clone. */
export function snapshotsFor(seed: number): Pick<Setting, 'snapshots'> {
  return createRandom(seed, 'clones').chance(1 / 3) ? { snapshots: true } : {};
}

const kinds = { clashes, notText, ignores, drives, pairs, large } as const;

/** Adds to the program's steps, up to `until` (ms) and a little after. */
export function changeSurroundings(make: Make, seed: number, until: number): void {
  for (const [name, add] of Object.entries(kinds)) {
    const random = createRandom(seed, `surroundings ${name}`);
    if (random.chance(0.09)) make.steps.push(...add({ ...make, random }, until));
  }
}

/** Names that differ in case or normal form alone; one of each kind is among the usual names. */
const lookalikes = ['A', 'B.TXT', 'c.DOC', 'D/a', 'd/A', 'd/E/h', 'F', 'G/b.txt', 'é.txt', 'e\u0301.txt'];

function clashes(make: Make, until: number): Step[] {
  const { random } = make;
  return Array.from({ length: random.int(1, 4) }, (): Step[] => {
    const at = random.int(0, until);
    const path = random.pick(lookalikes);
    const later = at + random.int(200, 12_000);
    switch (random.weighted({ write: 4, rename: 3, renameFolder: 2 })) {
      case 'write':
        return [
          save(make, at, path),
          ...(random.chance(0.5)
            ? [{ at: later, do: 'remove', path: random.chance(0.5) ? path : path.toLowerCase() } as const]
            : []),
        ];
      case 'rename':
        return [
          { at, do: 'rename', path: pathOf(random), to: path },
          ...(random.chance(0.5) ? [{ at: later, do: 'rename', path, to: pathOf(random) } as const] : []),
        ];
      case 'renameFolder': {
        const folder = folderOf(random);
        return [
          { at, do: 'rename', path: folder, to: folder.toUpperCase() },
          ...(random.chance(0.5)
            ? [{ at: later, do: 'rename', path: folder.toUpperCase(), to: folder } as const]
            : []),
        ];
      }
    }
  }).flat();
}

/** U+FFFD stands for bytes that are no text (simulated/disk.ts). */
const strange = ['old\uFFFD.txt', 'd/\uFFFD', '\uFFFDx/a', 'f/\uFFFD\uFFFD.doc'];

function notText(make: Make, until: number): Step[] {
  const { random } = make;
  return Array.from({ length: random.int(1, 3) }, (): Step[] => {
    const at = random.int(0, until);
    const path = random.pick(strange);
    const later = at + random.int(200, 12_000);
    return [
      random.chance(0.5) ? save(make, at, path) : { at, do: 'rename', path: pathOf(random), to: path },
      ...random.pick<readonly Step[]>([
        [],
        [{ at: later, do: 'remove', path }],
        [{ at: later, do: 'rename', path, to: pathOf(random) }],
      ]),
    ];
  }).flat();
}

const rules = ['a', '*.txt', 'd/', '/f/*', 'd/**', '!a', '**/h', 'g/b.txt', 'burst*'];

function ignores({ random }: Make, until: number): Step[] {
  return Array.from({ length: random.int(1, 4) }, (): Step => ({
    at: random.int(0, until + 4000),
    do: 'ignore',
    rules: random.chance(0.35) ? [] : [random.pick(rules), random.pick(rules)],
  }));
}

function drives(make: Make, until: number): Step[] {
  const { random } = make;
  const path = folderOf(random);
  const drive = 'uuid:stick';
  const steps: Step[] = [];
  let at = random.int(0, until / 2);
  for (let i = 0, n = random.int(1, 2); i < n; i++) {
    steps.push({ at, do: 'mount', path: random.chance(0.8) ? path : folderOf(random), drive });
    for (let j = 0, m = random.int(1, 5); j < m; j++)
      steps.push(save(make, at + random.int(0, 4000), `${path}/${random.pick(['a', 'b.txt', 'k/h', 'h'])}`));
    at += random.int(2000, 14_000);
    if (i < n - 1 || random.chance(0.7)) steps.push({ at, do: 'unmount', drive });
    at += random.pick([0, 300, 9000]);
  }
  return steps;
}

function pairs({ random }: Make, until: number): Step[] {
  return Array.from({ length: random.int(1, 2) }, (): Step[] => {
    const at = random.int(0, until);
    return [
      { at, do: 'unpair', by: random.pick(['engine', 'other']) },
      { at: at + random.pick([0, 100, 1000, 7000]), do: 'pair' },
    ];
  }).flat();
}

/** Written all the time, and large enough to be sent in parts. */
function large(make: Make, until: number): Step[] {
  const { random } = make;
  const path = random.chance(0.5) ? 'chatty.log' : pathOf(random);
  const at = random.int(0, until);
  const size = random.int(4097, 14_000);
  const every = random.pick([40, 150, 300, 900]);
  const content = freshContent(make);
  const patches = Array.from({ length: random.int(20, 60) }, (_, i): Step => ({
    at: at + (i + 1) * every,
    do: 'patch',
    path,
    content: `${content}.${i}`,
    size: 30,
    offset: (i * 397) % size,
  }));
  return [{ at, do: 'write', path, content, size, pieces: 1, gapMs: 0 }, ...patches];
}

function save(make: Make, at: number, path: string): Step {
  const { random } = make;
  return { at, do: 'write', path, content: freshContent(make), size: sizeOf(random), pieces: 1, gapMs: 0 };
}
