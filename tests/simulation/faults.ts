/** What goes wrong in a run: with the engine, behind its back, and on the line. */
import { freshContent, pathOf, sizeOf, type Make } from './random-values.ts';
import { enough, outageKinds, type OutageTrouble, type Trouble } from './program.ts';
import type { Random } from '../harness/simulated/random.ts';

export type Mood = 'network' | 'crash' | 'power' | 'everything';

/** What happens to the engine and behind its back. */
export function troubleFor(make: Make, mood: Mood, until: number): void {
  const { random, steps } = make;
  const times = random.int(1, 4);
  for (let i = 0; i < times; i++) {
    const at = random.int(100, until + 3000);
    const downMs = random.pick([0, 50, 3000]);
    const kind = random.weighted({
      crash: mood === 'crash' ? 4 : mood === 'everything' ? 2 : 0,
      atCommit: mood === 'crash' ? 5 : mood === 'everything' ? 2 : 0,
      power: mood === 'power' ? 6 : mood === 'everything' ? 1 : 0,
      restart: 1,
      pause: 1,
      forget: 1,
      concurrentEdit: 1,
      clock: 0.7,
      rootAway: 0.4,
      full: 0.5,
      scan: 0.5,
    });
    switch (kind) {
      case 'crash':
        steps.push({ at, do: 'crash', downMs });
        break;
      case 'atCommit':
        steps.push({ at, do: 'crash-at-commit', commits: random.int(1, 25), downMs });
        break;
      case 'power':
        steps.push({ at, do: 'power-cut', lost: random.pick([1, 1, random.next()]), downMs });
        break;
      case 'restart':
        steps.push({ at, do: 'stop' }, { at: at + random.pick([0, 100, 4000]), do: 'start' });
        break;
      case 'pause':
        steps.push({ at, do: 'pause' }, { at: at + random.int(100, 6000), do: 'resume' });
        break;
      case 'forget':
        steps.push({ at, do: 'forget-uploads' });
        break;
      case 'concurrentEdit': {
        const content = freshContent(make);
        const path = pathOf(random);
        const what = random.weighted({ revision: 4, file: 3, recycle: 2 });
        if (what === 'recycle') steps.push({ at, do: 'other-recycle', path });
        else
          steps.push({
            at,
            do: what === 'revision' ? 'other-revision' : 'other-file',
            path,
            content,
            size: sizeOf(random),
          });
        break;
      }
      case 'clock':
        steps.push({
          at,
          do: 'clock', // a clock set back by seconds can give two writes one coarse stamp: no look at the disk tells them apart
          skewMs: random.pick(make.coarse ? [7_200_000, 3000] : [-7_200_000, 7_200_000, -3000, 3000]),
        });
        break;
      case 'rootAway':
        steps.push({ at, do: 'root-away', forMs: random.pick([50, 2000, 9000]) });
        break;
      case 'full':
        steps.push(
          { at, do: 'capacity', bytes: random.int(0, 5000) },
          { at: at + random.int(500, 8000), do: 'capacity', bytes: enough },
        );
        break;
      case 'scan':
        steps.push({ at, do: 'scan' });
    }
  }
}

export function troublesFor(random: Random, mood: Mood, until: number): Trouble[] {
  const troubles: Trouble[] = [];
  const many = mood === 'network' || mood === 'everything' ? random.int(1, 4) : random.int(0, 1);
  for (let i = 0; i < many; i++) {
    const at = random.int(0, until);
    const forMs = random.pick([50, 1000, 5000, 15_000]);
    const p = random.pick([0.1, 0.4, 1]);
    const base = { at, forMs, p, operations: undefined };
    const deciding = ['createFile', 'createRevision', 'completeFile', 'completeRevision'] as const;
    const folding = ['createFolder', 'rename', 'move'] as const;
    const trouble = ((): Trouble => {
      switch (
        random.weighted({
          offline: 3,
          dropped: 6,
          busy: 2,
          throttled: 2,
          expired: 2,
          check: 2,
          signIn: 1,
          odd: 1,
          events: 2,
        })
      ) {
        case 'offline':
          return { ...base, when: 'before', code: 'OFFLINE' };
        case 'dropped':
          return {
            ...base,
            operations: random.pick([
              undefined,
              deciding,
              folding,
              ['createFile', 'completeFile'],
              ['putPart'],
            ]),
            when: 'after',
            code: random.pick(['OFFLINE', 'TIMED_OUT', 'SERVER_BUSY', 'BAD_ANSWER']),
          };
        case 'busy':
          return { ...base, when: 'before', code: 'SERVER_BUSY' };
        case 'throttled':
          return {
            ...base,
            when: 'before',
            code: 'THROTTLED',
            retryAfterMs: random.pick([undefined, 700, 5000]),
          };
        case 'expired':
          return { ...base, when: 'before', code: 'EXPIRED_LINKS' };
        case 'check':
          return {
            ...base,
            operations: ['completeFile', 'completeRevision'],
            when: 'before',
            code: random.pick(['CHECK_FAILED', 'UPLOAD_TASK_GONE']),
          };
        case 'signIn':
          return { ...base, p: 1, when: 'before', code: 'SIGN_IN_NEEDED' };
        case 'odd':
          return { ...base, when: 'before', code: random.pick(['BAD_ANSWER', 'TIMED_OUT', 'NOT_PERMITTED']) };
        case 'events':
          return { ...base, p: random.pick([0.5, 1]), when: 'before', code: 'LOST_EVENTS' };
      }
    })();
    troubles.push(trouble);
  }
  return troubles;
}

/**
 * A host is out of reach, or a box stands before it, for a while, whatever is asked. In the middle of everything; or when
 * all else is over, with files that are saved meanwhile: then it shows what the outage alone does.
 */
export function outagesFor(make: Make, until: number, over: number): OutageTrouble[] {
  const { random } = make;
  if (random.chance(0.4)) return [outageAt(random, random.int(0, until))];
  const outage = outageAt(random, over + 20_000);
  for (let i = 0, n = random.int(2, 8); i < n; i++) {
    const at = outage.at + random.int(0, Math.max(0, outage.forMs - 4000));
    const path = pathOf(random);
    const save = { do: 'write', path, content: `o${i}`, size: sizeOf(random), pieces: 1, gapMs: 0 } as const;
    make.steps.push(random.chance(0.8) ? { at, ...save } : { at, do: 'remove', path });
  }
  return [outage];
}

function outageAt(random: Random, at: number): OutageTrouble {
  const code = random.pick(outageKinds);
  // below the smallest part, between it and the usual one, between that and a whole file
  const above = random.pick([700, 1500, 3000]);
  const forMs = random.pick([2000, 20_000, 70_000]);
  const always = { p: 1, operations: undefined, when: 'before' } as const;
  return { ...always, at, forMs, code, ...(code === 'CUT_ABOVE' ? { above } : {}) };
}
