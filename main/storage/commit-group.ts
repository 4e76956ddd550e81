/**
 * Group commit: what is written in a turn of the loop, or a few, shares one commit, and what must be on the disk shares one flush.
 * A commit costs as much as all the statements of a small file together, and forty files are on their way at once.
 *
 * What a member wrote is seen at once by who reads through the same connection. It is committed when the member's promise
 * resolves, and nobody is told anything before. A member whose work throws is undone alone; where the commit fails, all
 * members of the group are.
 */

export type CommitGroupDeps = {
  /** runs BEGIN IMMEDIATE, COMMIT, ROLLBACK and their like for savepoints; throws KooError */
  exec(sql: string): void;
  /** calls back when what can run now has run, once or a few times over: never after a time */
  atEndOfTurn(run: () => void): void;
  /** all that is committed is on the disk when it resolves */
  flush(): Promise<void>;
};

type Group = {
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** the one flush of all members that want one */
  flushed: Promise<void> | undefined;
};

export class CommitGroup {
  readonly #deps: CommitGroupDeps;
  #group: Group | undefined;

  constructor(deps: CommitGroupDeps) {
    this.#deps = deps;
  }

  /**
   * Does `work`, which may not wait for anything, and gives its value when that is committed, or on the disk as well
   * (`onDisk`). Rejects with what `work` throws, or with what kept the group from being committed or flushed.
   */
  async join<T>(work: () => T, onDisk: boolean): Promise<T> {
    const group = (this.#group ??= this.#begin());
    const value = this.#member(group, work);
    await group.committed;
    if (onDisk) await (group.flushed ??= this.#deps.flush());
    return value;
  }

  /** Commits what is open now: for who writes without joining, and comes after it. */
  end(): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    try {
      this.#deps.exec('COMMIT');
    } catch (thrown) {
      this.#undo(group, thrown);
      return;
    }
    group.resolve();
  }

  #begin(): Group {
    this.#deps.exec('BEGIN IMMEDIATE');
    let resolve: Group['resolve'] = () => undefined;
    let reject: Group['reject'] = () => undefined;
    const committed = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
    // each member is told by itself, and there may be none that is left
    committed.catch(() => undefined);
    const group: Group = { committed, resolve, reject, flushed: undefined };
    this.#deps.atEndOfTurn(() => {
      if (this.#group === group) this.end();
    });
    return group;
  }

  #member<T>(group: Group, work: () => T): T {
    const { exec } = this.#deps;
    exec('SAVEPOINT member');
    try {
      const value = work();
      exec('RELEASE member');
      return value;
    } catch (thrown) {
      try {
        exec('ROLLBACK TO member');
        exec('RELEASE member');
      } catch {
        // a full or faulty disk ends the whole transaction
        if (this.#group === group) this.#group = undefined;
        this.#undo(group, thrown);
      }
      throw thrown;
    }
  }

  #undo(group: Group, why: unknown): void {
    try {
      this.#deps.exec('ROLLBACK');
    } catch {
      // what failed has ended the transaction already, and what it threw is what counts
    }
    group.reject(why);
  }
}
