/** Why an update failed, as one of a closed list: made where the failing is understood, from what Node and electron-updater throw. */
import { fsCodeOf, fsFailureOf } from '../lib/fs-errors.ts';
import type { UpdateProblem } from '../../shared/updates.ts';

/** `message` is for the log. */
export class UpdateFailure extends Error {
  override readonly name = 'UpdateFailure';
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}

/** `otherwise` is what it is where the error says nothing that is known here. */
export function toUpdateFailure(thrown: unknown, otherwise: UpdateProblem): UpdateFailure {
  if (thrown instanceof UpdateFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new UpdateFailure(problemOf(thrown) ?? otherwise, message, thrown);
}

function problemOf(thrown: unknown): UpdateProblem | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'corrupt';
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'unsigned';
  if (fsCodeOf(thrown) === '') return undefined;
  const failure = fsFailureOf(thrown);
  if (failure === 'full') return 'disk-full';
  if (failure === 'denied') return 'read-only';
  return undefined;
}
