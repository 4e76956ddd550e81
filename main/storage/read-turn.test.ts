import { beforeEach, describe, expect, it } from 'vitest';
import { ReadTurn } from './read-turn.ts';

let ran: string[];
let turns: (() => void)[];
let reads: ReadTurn;
beforeEach(() => {
  [ran, turns] = [[], []];
  reads = new ReadTurn({
    exec: (sql) => {
      ran.push(sql);
    },
    atEndOfTurn: (run) => {
      turns.push(run);
    },
  });
});
const endTurn = () => {
  for (const run of turns.splice(0)) run();
};

describe('what is read in one turn', () => {
  it('shares a transaction that ends with the turn', () => {
    reads.begin();
    reads.begin();
    expect(ran).toEqual(['BEGIN']);
    endTurn();
    expect(ran).toEqual(['BEGIN', 'COMMIT']);
    endTurn();
    reads.begin();
    expect(ran).toEqual(['BEGIN', 'COMMIT', 'BEGIN']);
  });

  it('is over before something is written, and the end of its turn ends nothing that began since', () => {
    reads.begin();
    reads.end();
    reads.end();
    expect(ran).toEqual(['BEGIN', 'COMMIT']);
    reads.begin();
    const [first, second] = turns;
    first?.();
    expect(ran).toHaveLength(3);
    second?.();
    expect(ran).toEqual(['BEGIN', 'COMMIT', 'BEGIN', 'COMMIT']);
  });

  it('is no transaction where none could begin', () => {
    const refused = new ReadTurn({
      exec: () => {
        throw new Error('no');
      },
      atEndOfTurn: () => undefined,
    });
    expect(() => refused.begin()).toThrow('no');
    refused.end();
  });

  it('ends in silence when the database is found to be damaged, and is no longer open then', () => {
    const damaged = new ReadTurn({
      exec: (sql) => {
        ran.push(sql);
        if (sql !== 'BEGIN') throw new Error('malformed');
      },
      atEndOfTurn: (run) => {
        turns.push(run);
      },
    });
    damaged.begin();
    endTurn();
    damaged.begin();
    expect(ran).toEqual(['BEGIN', 'COMMIT', 'ROLLBACK', 'BEGIN']);
  });
});
