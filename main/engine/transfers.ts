/** Contents that are being sent now: for the status, and to see which of them move. */
import type { Transfer } from '../../shared/views.ts';

type Moving = { readonly transfer: Transfer; readonly movedAt: number };

export class Transfers {
  readonly #byPair = new Map<number, Map<string, Moving>>();

  /** `now`: epoch ms */
  set(pairId: number, transfer: Transfer, now: number): void {
    const ofPair = this.#byPair.get(pairId) ?? new Map<string, Moving>();
    this.#byPair.set(pairId, ofPair.set(transfer.path, { transfer, movedAt: now }));
  }

  /** When bytes of it were last sent, epoch ms; undefined: none are being sent. */
  movedAt(pairId: number, path: string): number | undefined {
    return this.#byPair.get(pairId)?.get(path)?.movedAt;
  }

  end(pairId: number, path: string): void {
    this.#byPair.get(pairId)?.delete(path);
  }

  of(pairId: number): Transfer[] {
    return [...(this.#byPair.get(pairId)?.values() ?? [])].map(({ transfer }) => transfer);
  }
}
