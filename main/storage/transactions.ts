/** Who writes in which transaction: alone, inside of another one, or in the group of this turn (commit-group.ts). */
import { KooError } from '../model/errors.ts';
import { CommitGroup, type CommitGroupDeps } from './commit-group.ts';

export type TransactionsDeps = CommitGroupDeps & {
  /** does `transact`, whose commit is on the disk when it returns */
  durably<T>(transact: () => T): T;
};

/** The calls of `Database` (database.ts) that end in a commit. */
export class Transactions {
  readonly #deps: TransactionsDeps;
  readonly #group: CommitGroup;
  #depth = 0;

  constructor(deps: TransactionsDeps) {
    this.#deps = deps;
    this.#group = new CommitGroup(deps);
  }

  /** For a statement that writes: outside of a transaction it is one by itself, and comes after the group. */
  alone(): void {
    if (this.#depth === 0) this.#group.end();
  }

  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    const { exec } = this.#deps;
    this.#group.end();
    exec('BEGIN IMMEDIATE');
    try {
      const value = this.#inside(work);
      exec('COMMIT');
      return value;
    } catch (thrown) {
      try {
        exec('ROLLBACK');
      } catch {
        // the failed statement has already ended the transaction, and what it threw is what counts
      }
      throw thrown;
    }
  }

  durably<T>(work: () => T): T {
    this.#outermost('durably');
    this.#group.end();
    return this.#deps.durably(() => this.transaction(work));
  }

  async inGroup<T>(work: () => T): Promise<T> {
    this.#outermost('inGroup');
    return this.#group.join(() => this.#inside(work), false);
  }

  async durablyInGroup<T>(work: () => T): Promise<T> {
    this.#outermost('durablyInGroup');
    return this.#group.join(() => this.#inside(work), true);
  }

  #inside<T>(work: () => T): T {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #outermost(name: string): void {
    if (this.#depth > 0)
      throw new KooError('UNEXPECTED', `${name} inside a transaction would not be durable`);
  }
}
