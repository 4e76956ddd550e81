/** Contents that are being sent now, for the status. */
import type { Transfer } from '../../shared/views.ts';

export class Transfers {
  readonly #byPair = new Map<number, Map<string, Transfer>>();

  set(pairId: number, transfer: Transfer): void {
    const ofPair = this.#byPair.get(pairId) ?? new Map<string, Transfer>();
    this.#byPair.set(pairId, ofPair.set(transfer.path, transfer));
  }

  end(pairId: number, path: string): void {
    this.#byPair.get(pairId)?.delete(path);
  }

  of(pairId: number): Transfer[] {
    return [...(this.#byPair.get(pairId)?.values() ?? [])];
  }
}
