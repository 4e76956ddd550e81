/** What a monitor left out by a sign: it is looked at again as soon as that sign goes away. Kept for the run alone. */
import { nameKey } from '../../model/relative-path.ts';
import type { LeftOut } from './signs.ts';

export class LeftOutPaths {
  /** by the path that shows the sign; names differ in case there and here where the disk does not mind */
  readonly #bySign = new Map<string, Set<string>>();
  /** signs that end with time, epoch ms */
  readonly #until = new Map<string, number>();

  note({ top, sign }: LeftOut): void {
    if (sign?.until !== undefined) this.#until.set(top, sign.until);
    if (sign?.path === undefined) return;
    const key = nameKey(sign.path);
    const paths = this.#bySign.get(key);
    if (paths) paths.add(top);
    else this.#bySign.set(key, new Set([top]));
  }

  /** Something happened to this path: what is left out by it? It is forgotten, and noted again if it is left out still. */
  bySign(path: string): readonly string[] {
    const key = nameKey(path);
    const paths = this.#bySign.get(key);
    if (!paths) return [];
    this.#bySign.delete(key);
    return [...paths];
  }

  /** Something is left out by a sign that ends with time. */
  get hasMore(): boolean {
    return this.#until.size > 0;
  }

  /** What is left out no longer, as far as time goes; forgotten like that. */
  due(now: number): string[] {
    const due = [...this.#until].flatMap(([path, until]) => (until <= now ? [path] : []));
    for (const path of due) this.#until.delete(path);
    return due;
  }
}
