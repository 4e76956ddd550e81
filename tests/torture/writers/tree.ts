/**
 * A tree of files that is worked on in every way a file manager, an editor or a script can: made, saved atomically and
 * in place, appended to, copied, renamed, moved, deleted and made again, single files and folders with all they hold.
 */
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeLongFile } from './growing.ts';
import {
  absolute,
  blockSize,
  empty,
  fresh,
  makeFolder,
  overwriteBlocks,
  readOr,
  saveAtomically,
  saveInPlace,
  type Place,
} from './place.ts';

const mostFiles = 1500;
const mostLong = 5;
const longEveryMs = 9000;
/** Above this a file is left to the actions for long files: reading it back whole takes time. */
const shortUpTo = 1024 * 1024;

export async function workOnTree(place: Place, top: string): Promise<void> {
  const { random, pause, stopped } = place;
  const tree = createTree(place, top);
  const short = Object.entries(tree.actions);
  const weights = Object.fromEntries(short.map(([name, { weight }]) => [name, weight]));
  // not all at once: a full folder is what most people start with
  await pause.during(() => tree.burst(120));
  while (!stopped.aborted) {
    await pause.during(async () => {
      await tree.actions[random.weighted(weights)]?.work();
    });
    await sleep(random.chance(0.04) ? random.int(800, 2500) : random.int(5, 160));
  }
}

function createTree(place: Place, top: string) {
  const { random, known } = place;
  const files = new Set<string>();
  const folders = new Set<string>([top]);
  const long = new Set<string>();
  const deleted: string[] = [];
  let names = 0;
  let lastLong = 0;
  makeFolder(place, top);

  const forms = [
    (n: number) => `note ${n}.txt`,
    (n: number) => `IMG_${n}.jpg`,
    (n: number) => `Über-${n} größe.md`,
    (n: number) => `资料-${n}.docx`,
    (n: number) => `.hidden-${n}`,
    (n: number) => `a.b.c-${n}`,
    (n: number) => `report (${n}) [final] 100%.pdf`,
  ];
  const newName = () => random.pick(forms)(++names);
  const folder = () => random.pick([...folders]);
  const newPath = () => `${folder()}/${newName()}`;
  const shortFiles = () => [...files].filter((path) => !long.has(path));
  const someFile = () => {
    const all = shortFiles();
    return all.length > 0 ? random.pick(all) : undefined;
  };
  const free = (path: string) =>
    !existsSync(absolute(place, path)) &&
    ![...files, ...folders].some((one) => one.toLowerCase() === path.toLowerCase());
  const content = () =>
    fresh(
      random,
      random.chance(0.1) ? 0 : random.chance(0.3) ? random.int(4096, 200_000) : random.int(1, 4000),
    );
  const inside = (path: string, above: string) => path === above || path.startsWith(`${above}/`);

  const add = (path: string) => {
    if (!free(path)) return;
    if (random.chance(0.5)) saveInPlace(place, path, content());
    else saveAtomically(place, path, `${path}.tmp`, content());
    files.add(path);
  };
  const drop = (path: string) => {
    for (const set of [files, folders, long])
      for (const one of [...set])
        if (inside(one, path)) {
          set.delete(one);
          if (set === files) deleted.push(one);
        }
    deleted.splice(0, Math.max(0, deleted.length - 60));
  };
  const move = (from: string, to: string) => {
    known.moved(from, to);
    renameSync(absolute(place, from), absolute(place, to));
    for (const set of [files, folders, long])
      for (const one of [...set])
        if (inside(one, from)) {
          set.delete(one);
          set.add(to + one.slice(from.length));
        }
  };
  const someFolder = () => {
    const all = [...folders].filter((path) => path !== top);
    return all.length > 0 ? random.pick(all) : undefined;
  };

  const burst = (count: number) => {
    const where = `${folder()}/burst ${++names}`;
    makeFolder(place, where);
    folders.add(where);
    for (let i = 0; i < count; i++) {
      const path = `${where}/${i}.txt`;
      saveInPlace(place, path, fresh(random, random.int(1, 600)));
      files.add(path);
    }
    place.did('burst');
  };

  const actions: Record<string, { weight: number; work: () => void | Promise<void> }> = {
    add: { weight: 10, work: () => add(newPath()) },
    saveAgain: {
      weight: 14,
      work() {
        const path = someFile();
        if (path === undefined) return;
        if (random.chance(0.5)) saveInPlace(place, path, content());
        else saveAtomically(place, path, random.chance(0.5) ? `${path}~` : `${path}.${names}.new`, content());
      },
    },
    autosave: {
      // an editor that saves by itself
      weight: 2,
      async work() {
        const path = someFile();
        for (let i = random.int(3, 12); path !== undefined && i > 0; i--) {
          saveAtomically(place, path, `${path}.swap`, content());
          await sleep(random.int(20, 400));
        }
      },
    },
    append: {
      weight: 6,
      work() {
        const path = someFile();
        const whole = path === undefined ? undefined : readOr(absolute(place, path));
        if (path === undefined || !whole || whole.length > shortUpTo) return;
        const more = fresh(random, random.int(1, 300));
        const after = Buffer.concat([whole, more]);
        known.wrote(path, after);
        known.transition(path, undefined, () => after);
        appendFileSync(absolute(place, path), more);
        place.did('append', more.length);
      },
    },
    truncate: {
      weight: 2,
      work() {
        const path = someFile();
        const whole = path === undefined ? undefined : readOr(absolute(place, path));
        if (path === undefined || !whole || whole.length > shortUpTo) return;
        const size = random.int(0, whole.length);
        known.wrote(path, whole.subarray(0, size));
        truncateSync(absolute(place, path), size);
        place.did('truncate');
      },
    },
    blocks: {
      weight: 4,
      work() {
        const path = someFile();
        if (path !== undefined) overwriteBlocks(place, path, random.int(1, 5));
      },
    },
    touch: {
      weight: 3,
      work() {
        const path = someFile();
        if (path === undefined) return;
        if (random.chance(0.5))
          utimesSync(absolute(place, path), new Date(), new Date(random.int(1e12, 1.7e12)));
        else chmodSync(absolute(place, path), random.pick([0o600, 0o644, 0o755]));
        place.did('touch or chmod');
      },
    },
    rename: {
      weight: 7,
      work() {
        const path = someFile();
        if (path === undefined) return;
        const to = random.chance(0.5) ? `${path.slice(0, path.lastIndexOf('/'))}/${newName()}` : newPath();
        if (!free(to)) return;
        move(path, to);
        place.did('file renamed or moved');
      },
    },
    otherCase: {
      weight: 1,
      work() {
        const path = someFile();
        if (path === undefined) return;
        const name = path.slice(path.lastIndexOf('/') + 1);
        const to = `${path.slice(0, path.lastIndexOf('/'))}/${name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()}`;
        if (to === path || existsSync(absolute(place, to))) return;
        move(path, to);
        place.did('case of a name changed');
      },
    },
    over: {
      weight: 2,
      work() {
        const [from, to] = [someFile(), someFile()];
        if (from === undefined || to === undefined || from === to) return;
        move(from, to);
        place.did('file moved over another');
      },
    },
    swap: {
      weight: 2,
      work() {
        const [one, other] = [someFile(), someFile()];
        if (one === undefined || other === undefined || one === other) return;
        const between = `${one}.swapping`;
        move(one, between);
        move(other, one);
        move(between, other);
        place.did('names swapped');
      },
    },
    copy: {
      weight: 3,
      work() {
        const from = someFile();
        const to = newPath();
        if (from === undefined || !free(to)) return;
        const whole = readOr(absolute(place, from));
        if (!whole) return;
        known.wroteSha(to, empty);
        known.wrote(to, whole);
        known.transition(to, undefined, () => whole);
        copyFileSync(absolute(place, from), absolute(place, to));
        files.add(to);
        place.did('copy', whole.length);
      },
    },
    remove: {
      weight: 6,
      work() {
        const path = someFile();
        if (path === undefined) return;
        rmSync(absolute(place, path));
        drop(path);
        place.did('file deleted');
      },
    },
    again: {
      weight: 5,
      work() {
        const path = deleted.length > 0 ? random.pick(deleted) : undefined;
        if (path === undefined || !folders.has(path.slice(0, path.lastIndexOf('/')))) return;
        add(path);
        place.did('made again');
      },
    },
    makeFolder: {
      weight: 2,
      work() {
        const path = `${folder()}/folder ${++names}`;
        if (path.split('/').length > 8) return;
        makeFolder(place, path);
        folders.add(path);
        place.did('folder made');
      },
    },
    moveFolder: {
      weight: 3,
      work() {
        const from = someFolder();
        if (from === undefined) return;
        const above = random.chance(0.5) ? from.slice(0, from.lastIndexOf('/')) : folder();
        if (inside(above, from)) return;
        const to = `${above}/${random.chance(0.3) ? from.slice(from.lastIndexOf('/') + 1) : `moved ${++names}`}`;
        if (to === from || !free(to) || to.split('/').length > 10) return;
        move(from, to);
        place.did('folder renamed or moved');
      },
    },
    removeFolder: {
      weight: 1,
      work() {
        const path = someFolder();
        if (path === undefined) return;
        rmSync(absolute(place, path), { recursive: true });
        drop(path);
        place.did('folder deleted');
      },
    },
    kind: {
      weight: 1,
      work() {
        // a file where a folder was, or the other way round
        const isFolder = random.chance(0.4);
        const path = isFolder ? someFolder() : someFile();
        if (path === undefined) return;
        rmSync(absolute(place, path), { recursive: true });
        drop(path);
        if (isFolder) {
          saveInPlace(place, path, content());
          files.add(path);
        } else {
          mkdirSync(absolute(place, path));
          folders.add(path);
        }
        place.did('kind changed');
      },
    },
    burst: {
      weight: 1,
      work() {
        if (files.size > mostFiles) return;
        burst(200);
      },
    },
    prune: {
      weight: 2,
      work() {
        for (const path of shortFiles().slice(0, Math.max(0, files.size - mostFiles))) {
          rmSync(absolute(place, path));
          drop(path);
        }
      },
    },
    long: {
      weight: 6,
      async work() {
        if (Date.now() - lastLong < longEveryMs) return;
        lastLong = Date.now();
        const old = long.size > 0 ? random.pick([...long]) : undefined;
        const choice = random.weighted({
          make: 4,
          append: 2,
          blocks: 2,
          move: 1,
          remove: long.size >= mostLong ? 8 : 0.5,
        });
        if (old === undefined || (choice === 'make' && long.size < mostLong)) {
          const path = `${folder()}/film ${++names}.mov`;
          await writeLongFile(place, path, random.int(...place.big));
          files.add(path);
          long.add(path);
        } else if (choice === 'remove' || choice === 'make') {
          rmSync(absolute(place, old));
          drop(old);
          place.did('long file deleted');
        } else if (choice === 'move') {
          const to = `${folder()}/film ${++names}.mov`;
          move(old, to);
          place.did('long file moved');
        } else if (choice === 'append' && statSync(absolute(place, old)).size < 2 * place.big[1]) {
          const whole = readOr(absolute(place, old)) ?? Buffer.alloc(0);
          const more = fresh(random, random.int(1, 3_000_000));
          // a reader may meet part of what is appended: whole blocks of it
          const hash = createHash('sha256').update(whole);
          const untilBlock = (blockSize - (whole.length % blockSize)) % blockSize;
          for (let from = 0, to = untilBlock; from < more.length; from = to, to += blockSize) {
            hash.update(more.subarray(from, to));
            known.wroteSha(old, hash.copy().digest('hex'));
          }
          appendFileSync(absolute(place, old), more);
          place.did('long file appended to', more.length);
        } else overwriteBlocks(place, old, 2);
      },
    },
  };
  return { actions, burst };
}
