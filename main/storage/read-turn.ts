/**
 * What is read in one turn of the loop shares a transaction. A statement that reads by itself takes SQLite's lock and gives it
 * back, which costs several times what the reading of a row does, and one small file is asked about thirty times. What
 * another process commits meanwhile is seen from the next turn on.
 */
export type ReadTurnDeps = {
  /** runs BEGIN, COMMIT and ROLLBACK; throws KooError */
  exec(sql: string): void;
  /** calls back when what can run now has run: never after a time */
  atEndOfTurn(run: () => void): void;
};

export class ReadTurn {
  readonly #deps: ReadTurnDeps;
  #isOpen = false;
  /** counts the transactions: the end of a turn is that of no later one */
  #nth = 0;

  constructor(deps: ReadTurnDeps) {
    this.#deps = deps;
  }

  /** For who reads outside of a transaction that writes. */
  begin(): void {
    if (this.#isOpen) return;
    this.#deps.exec('BEGIN');
    this.#isOpen = true;
    const mine = ++this.#nth;
    this.#deps.atEndOfTurn(() => {
      if (this.#nth === mine) this.end();
    });
  }

  /** For who is about to write, or to see what others wrote. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.#deps.exec('COMMIT');
    } catch {
      // nothing was written: what ails the database is met by who asks it next, and is told to them
      this.#leave();
    }
  }

  #leave(): void {
    try {
      this.#deps.exec('ROLLBACK');
    } catch {
      // what failed has ended it already
    }
  }
}
