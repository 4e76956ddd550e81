/**
 * The engine in simulated worlds: 500 seeds that are new each day, the smallest programs that once failed
 * (regressions.json), a variation of each and crossings of them that are new each day, and the simulator's own promises. More: npm run
 * simulate. A seed that fails is told with its smallest program; `SIMULATE_FROM` runs the seeds of a former day.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { dayOf, firstSeedOf, headingOf, tellOf } from './fresh-seeds.ts';
import { generate } from './generate.ts';
import { cross, crossingHeading, keptPrograms, variationHeading, vary } from './kept-programs.ts';
import type { Program } from './program.ts';
import { prepare, runProgram, runSeed } from './run.ts';
import { shrink } from './shrink.ts';

beforeAll(prepare);

const first = Number(process.env['SIMULATE_FROM'] ?? firstSeedOf(Date.now()));

describe('the engine keeps its promises', () => {
  const perBlock = 50;
  for (let from = first; from < first + 500; from += perBlock)
    it(`seeds ${from} to ${from + perBlock - 1}`, async () => {
      for (let seed = from; seed < from + perBlock; seed++) {
        const { program, violations } = await runSeed(seed);
        if (violations.length > 0) expect.fail(await tellOf(headingOf(seed), program, violations));
      }
    }, 600_000);
});

describe('what once failed holds', () => {
  // it.each would cut the names short
  for (const { what, program } of keptPrograms)
    it(what, async () => {
      expect((await runProgram(program)).violations).toEqual([]);
    });
});

describe('what lies beside what once failed holds', () => {
  const nth = dayOf(first);
  const perBlock = 30;
  for (let from = 0; from < keptPrograms.length; from += perBlock)
    it(`variation ${nth} of the kept programs from the ${from + 1}th on`, async () => {
      for (const { what, program } of keptPrograms.slice(from, from + perBlock)) {
        const varied = vary(program, nth);
        const { violations } = await runProgram(varied);
        if (violations.length > 0) expect.fail(await tellOf(variationHeading(what, nth), varied, violations));
      }
    }, 600_000);
});

describe('what two of them bring about at once holds', () => {
  const perDay = 60;
  const nth = dayOf(first) * perDay;
  it(`crossings ${nth} to ${nth + perDay - 1} of kept programs`, async () => {
    for (let one = nth; one < nth + perDay; one++) {
      const crossed = cross(one);
      const { violations } = await runProgram(crossed);
      if (violations.length > 0) expect.fail(await tellOf(crossingHeading(one), crossed, violations));
    }
  }, 600_000);
});

describe('the simulator', () => {
  it('gives the same trace for the same seed', async () => {
    for (const seed of [3, 17, 42, 101, 269, 374]) {
      const first = await runSeed(seed);
      const second = await runSeed(seed);
      expect(second.traceHash, `seed ${seed}`).toBe(first.traceHash);
      expect(second.events).toBe(first.events);
    }
  });

  it('gives different traces for different seeds', async () => {
    const hashes = new Set<string>();
    for (let seed = 1; seed <= 10; seed++) hashes.add((await runSeed(seed)).traceHash);
    expect(hashes.size).toBe(10);
  });

  it('really uploads files, and really crashes', async () => {
    let revisions = 0;
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const { program, ...outcome } = await runSeed(seed);
      revisions += outcome.revisions;
      for (const step of program.steps) kinds.add(step.do);
    }
    expect(revisions).toBeGreaterThan(100);
    expect([...kinds]).toEqual(expect.arrayContaining(['crash', 'crash-at-commit', 'power-cut', 'rename']));
  });

  it('prints programs that run again to the same end', async () => {
    const program = generate(42);
    const again = JSON.parse(JSON.stringify(program)) as Program;
    expect((await runProgram(again)).traceHash).toBe((await runProgram(program)).traceHash);
  });

  it('varies a program: the same steps in order of time, the same each time', () => {
    const program = generate(42);
    const kinds = (of: Program) => of.steps.map((step) => step.do).toSorted();
    for (let nth = 0; nth < 12; nth++) {
      const varied = vary(program, nth);
      expect(kinds(varied)).toEqual(kinds(program));
      expect(varied.steps).toEqual(varied.steps.toSorted((a, b) => a.at - b.at));
      expect(vary(program, nth)).toEqual(varied);
    }
    expect(vary(program, 5).steps).not.toEqual(program.steps);
    expect(vary(program, 5).seed).not.toBe(vary(program, 11).seed);
  });

  it('crosses two programs: in order of time, the same each time, and never what cannot be told apart', () => {
    for (let nth = 0; nth < 200; nth++) {
      const { steps } = cross(nth);
      expect(steps).toEqual(steps.toSorted((a, b) => a.at - b.at));
      expect(steps.every(({ at }) => at >= 0)).toBe(true);
      const kinds = new Set(steps.map((step) => step.do));
      expect(kinds.has('map') && kinds.has('clock'), `crossing ${nth}`).toBe(false);
      expect(kinds.has('lost-database') && kinds.has('safe-save'), `crossing ${nth}`).toBe(false);
    }
    expect(cross(7)).toEqual(cross(7));
    expect(cross(7)).not.toEqual(cross(8));
  });

  it('cuts a failing program down', async () => {
    const program = generate(7);
    const fails = (candidate: Program) =>
      Promise.resolve(candidate.steps.some((step) => step.at === program.steps[2]?.at));
    const small = await shrink(program, fails);
    expect(small.steps.length).toBeLessThan(program.steps.length);
    expect(await fails(small)).toBe(true);
    expect(small.troubles).toEqual([]);
  });
});
