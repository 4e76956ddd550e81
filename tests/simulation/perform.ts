/** Does one step of a program in a world. Steps that make no sense at the moment do nothing. */
import { performGround } from './ground.ts';
import { ask } from './user-requests.ts';
import { bytesOf, saveSteps, type SaveStep, type Step } from './program.ts';
import { remote, root, type Save, type World } from './world.ts';
import { ignoreFileName } from '../../main/model/ignore-file.ts';
import { openPairs } from '../../main/storage/pairs.ts';
import { simContainer } from '../harness/simulated/server.ts';

const inPair = (path: string) => (path === '' ? root : `${root}/${path}`);
const beside = (path: string, name: string) => `${path.slice(0, path.lastIndexOf('/'))}/${name}`;

export function perform(world: World, step: Step): void {
  const { disk, server, time } = world;
  const later = (ms: number, run: () => void) => {
    if (ms <= 0) run();
    else time.after(ms * 1000, run);
  };
  /** Makes the folders above; false where something is in the way, or the pair's folder is not there. */
  const above = (path: string): boolean => {
    const names = path.split('/').slice(2, -1);
    let at = root;
    if (disk.kind(root) !== 'folder') return false;
    for (const name of names) {
      at = `${at}/${name}`;
      disk.mkdir(at);
      if (disk.kind(at) !== 'folder') return false;
    }
    return true;
  };
  /** The first piece is written; the others follow, and the file is open until the last one. */
  const writeOn = (path: string, save: Extract<Step, { readonly pieces: number }>): void => {
    const bytes = bytesOf(save.content, save.size);
    const piece = Math.ceil(bytes.length / save.pieces);
    const close = disk.openToWrite(path);
    for (let i = 1; i < save.pieces; i++)
      later(i * save.gapMs, () => disk.writeAt(path, i * piece, bytes.subarray(i * piece, (i + 1) * piece)));
    later((save.pieces - 1) * save.gapMs, close);
  };
  time.trace(`step ${JSON.stringify(step)}`);

  switch (step.do) {
    case 'write': {
      const path = inPair(step.path);
      if (!above(path)) return;
      const bytes = bytesOf(step.content, step.size);
      if (step.pieces <= 1) return void disk.write(path, bytes);
      const piece = Math.ceil(bytes.length / step.pieces);
      if (disk.write(path, bytes.subarray(0, piece).slice())) writeOn(path, step);
      return;
    }
    case 'patch':
      return void disk.writeAt(
        inPair(step.path),
        Math.min(step.offset, disk.bytes(inPair(step.path))?.length ?? 0),
        bytesOf(step.content, step.size),
      );
    case 'append': {
      const path = inPair(step.path);
      return void disk.writeAt(path, disk.bytes(path)?.length ?? 0, bytesOf(step.content, step.size));
    }
    case 'truncate':
      return void disk.truncate(inPair(step.path), step.size);
    case 'atomic': {
      const path = inPair(step.path);
      const temp = beside(path, step.temp);
      if (!above(path) || !disk.write(temp, bytesOf(step.content, step.size))) return;
      later(step.gapMs, () => {
        if (!disk.rename(temp, path)) disk.remove(temp);
      });
      return;
    }
    case 'early-rename': {
      const path = inPair(step.path);
      const temp = beside(path, step.temp);
      const bytes = bytesOf(step.content, step.size);
      const first = bytes.subarray(0, Math.ceil(bytes.length / step.pieces)).slice();
      if (!above(path) || !disk.write(temp, first)) return;
      if (disk.rename(temp, path)) writeOn(path, step);
      else disk.remove(temp);
      return;
    }
    case 'backup': {
      const path = inPair(step.path);
      const backup = beside(path, step.backup);
      if (!above(path)) return;
      disk.rename(path, backup);
      later(step.gapMs, () => {
        disk.write(path, bytesOf(step.content, step.size));
        later(step.gapMs, () => disk.remove(backup));
      });
      return;
    }
    case 'safe-save':
      return safeSave(world, step);
    case 'map': {
      const path = inPair(step.path);
      for (let i = 0; i < step.times; i++)
        later(i * step.gapMs, () => {
          const size = disk.bytes(path)?.length;
          if (size !== undefined) disk.writeMapped(path, bytesOf(`${step.content}.${i}`, size));
        });
      return;
    }
    case 'touch':
      return void disk.touch(
        inPair(step.path),
        step.shiftMs === 0 ? undefined : time.now() + (world.skewMs + step.shiftMs) * 1000,
      );
    case 'chmod':
      return void disk.chmod(inPair(step.path));
    case 'remove':
      return void disk.remove(inPair(step.path));
    case 'mkdir':
      if (above(inPair(step.path))) disk.mkdir(inPair(step.path));
      return;
    case 'symlink':
      if (above(inPair(step.path))) disk.symlink(inPair(step.path));
      return;
    case 'fifo':
      if (above(inPair(step.path))) disk.fifo(inPair(step.path));
      return;
    case 'rename':
    case 'probe-rename':
      if (disk.kind(inPair(step.path)) && above(inPair(step.to)))
        disk.rename(inPair(step.path), inPair(step.to));
      return;
    case 'copy': {
      const bytes = disk.bytes(inPair(step.path));
      if (bytes && above(inPair(step.to))) disk.write(inPair(step.to), bytes);
      return;
    }
    case 'link':
      if (disk.kind(inPair(step.path)) && above(inPair(step.to)))
        disk.link(inPair(step.path), inPair(step.to));
      return;
    case 'readable':
      return void disk.setReadable(inPair(step.path), step.on);
    case 'root-away':
      if (!disk.rename(root, '/elsewhere')) return;
      later(step.forMs, () => disk.rename('/elsewhere', root));
      return;

    case 'mount':
      if (above(`${inPair(step.path)}/x`)) disk.mount(inPair(step.path), step.drive);
      return;
    case 'unmount':
      return void disk.unmount(step.drive);
    case 'ignore': {
      const path = inPair(ignoreFileName);
      if (step.rules.length === 0) disk.remove(path);
      else disk.write(path, new Uint8Array(Buffer.from(`${step.rules.join('\n')}\n`)));
      return;
    }
    case 'unpair':
      return unpair(world, step.by);
    case 'pair':
      return pair(world);

    case 'start':
      // stop() may still be under way
      return world.startEngine();
    case 'stop': {
      const { engine, crashSwitch } = world;
      if (!engine) return;
      world.engine = undefined;
      world.upSince = Number.POSITIVE_INFINITY;
      world.stopping = engine.stop().then(
        () => {
          crashSwitch.crash();
          world.stopping = undefined;
        },
        (thrown: unknown) => {
          world.violations.push(`stop: ${String(thrown)}`);
        },
      );
      return;
    }
    case 'scan':
      return void world.engine?.retry();
    case 'pause':
      return void world.engine?.pause();
    case 'resume':
      return void world.engine?.resume();
    case 'forget-uploads':
      return server.forgetUploads();
    case 'crash':
      if (world.engine) world.crash(world.store.commits(), step.downMs);
      return;
    case 'crash-at-commit':
      if (world.engine) world.crashAt = { commit: world.store.commits() + step.commits, downMs: step.downMs };
      return;
    case 'power-cut': {
      if (!world.engine) return;
      const all = world.store.commits();
      const kept = all - Math.round((all - world.store.durable()) * step.lost);
      return world.crash(kept, step.downMs);
    }
    case 'clock':
      world.skewMs = step.skewMs;
      return;
    case 'capacity':
      return server.setCapacity(step.bytes);
    case 'other-revision': {
      const node = server.at(`${remote}/${step.path}`);
      if (node) server.otherRevision(node.fileId, bytesOf(step.content, step.size));
      return;
    }
    case 'other-file': {
      const at = `${remote}/${step.path}`;
      server.otherFile(
        at.slice(0, at.lastIndexOf('/')),
        at.slice(at.lastIndexOf('/') + 1),
        bytesOf(step.content, step.size),
      );
      return;
    }
    case 'other-recycle':
      server.otherRecycle(`${remote}/${step.path}`);
      return;
    case 'other-purge':
      return server.otherPurge(step.nth);
    case 'sync-now':
    case 'restore':
    case 'approve':
    case 'undo':
      return ask(world, step);
    case 'remount':
    case 'lost-database':
      return performGround(world, step);
  }
}

/** The pair is removed; what is under way goes on and ends somewhere. */
function unpair(world: World, by: 'engine' | 'other'): void {
  const { engine, state, store, crashSwitch } = world;
  if (!engine || world.crashed) return;
  const pairs = openPairs(state);
  const [known] = pairs.all();
  if (!known) return;
  if (by === 'engine')
    void engine.removePair(known.id).catch((thrown: unknown) => {
      if (crashSwitch.alive) world.violations.push(`removePair: ${String(thrown)}`);
    });
  else {
    pairs.remove(known.id);
    store.changeElsewhere();
  }
}

/** As `koosync add` does beside an engine that runs. */
export function pair(world: World): void {
  const { engine, state, store } = world;
  if (!engine || world.crashed) return;
  const pairs = openPairs(state);
  if (pairs.all().length > 0) return;
  pairs.add({ folder: root, containerId: simContainer, remote }, 0);
  store.changeElsewhere();
}

/** The steps of one save, each after the pause; a step that cannot be done ends it. */
function safeSave(world: World, step: Extract<Step, { readonly do: 'safe-save' }>): void {
  const { disk, time } = world;
  const bytes = bytesOf(step.content, step.size);
  const save = noteSave(world, step.path);
  const go = ([one, ...rest]: readonly SaveStep[]): void => {
    if (!one) {
      save.endedAt = world.now();
      save.endedDown = downAfter(world);
      return;
    }
    if (saveStep(disk, one, bytes)) time.after(step.gapMs * 1000, () => go(rest));
  };
  go(saveSteps(step.how, step.path, step.content));
}

function saveStep(disk: World['disk'], step: SaveStep, bytes: Uint8Array): boolean {
  const at = inPair(step.path);
  switch (step.do) {
    case 'write':
      return disk.write(at, bytes);
    case 'remove':
      return disk.remove(at);
    case 'rename':
      return disk.rename(at, inPair(step.to));
    case 'exchange':
      return exchange(disk, at, inPair(step.to));
  }
}

function exchange(disk: World['disk'], one: string, other: string): boolean {
  const between = `${one}.exchange`;
  return disk.rename(one, between) && disk.rename(other, one) && disk.rename(between, other);
}

const downAfter = ({ engine, starts }: World): number | undefined => (engine ? undefined : starts);

/** What the server knows of the document before it is saved. */
function noteSave(world: World, path: string): Save {
  const { server, saves, disk } = world;
  const there = server.at(`${remote}/${path}`);
  const save: Save = {
    path,
    fileId: disk.kind(inPair(path)) === 'file' ? there?.fileId : undefined,
    endedAt: undefined,
    beganDown: downAfter(world),
    endedDown: undefined,
  };
  saves.push(save);
  return save;
}
