/**
 * What another client threw away on KooDrive is a problem of the path, which stands until it is in its place again, the
 * user asks for it, or the file changes here: a change goes up whatever became of what was there before.
 */
import { isPresent } from '../../model/baseline-entry.ts';
import { KooError } from '../../model/errors.ts';
import { isLost } from '../../model/remote-difference.ts';
import type { Decision, DecisionInput } from '../plan/decide.ts';
import type { ApplyContext } from './apply-context.ts';
import type { PathOutcome, SyncPathRequest } from './path-outcome.ts';
import { lostError, remoteStateOf } from './remote-state.ts';
import { takeOut } from './take-out.ts';

export type LostRemotely =
  | { readonly outcome: PathOutcome }
  /** thrown unless something goes up */
  | { readonly problem: KooError };

const ofWhatIsThere: ReadonlySet<Decision['do']> = new Set(['nothing', 'accept-folder', 'upload']);

/** undefined: it is not lost, or not any more. Throws network codes. */
export async function lostRemotely(
  { differences, ...context }: Pick<ApplyContext, 'differences' | 'baseline'>,
  request: SyncPathRequest,
  { base }: DecisionInput,
  decision: Decision,
): Promise<LostRemotely | undefined> {
  const { account, pair, path, priority, signal } = request;
  if (!ofWhatIsThere.has(decision.do) || !isPresent(base)) return undefined;
  const difference = differences.of(pair.id, base);
  if (!difference || !isLost(difference)) return undefined;
  const file = { containerId: pair.containerId, fileId: base.remote.fileId };
  const state = await remoteStateOf(account.koodrive, file, signal);
  // the baseline may have gone on meanwhile
  if (context.baseline.find(pair.id, path)?.remote.fileId !== file.fileId) return undefined;
  if (state !== 'in-bin' && state !== 'gone') {
    differences.end(pair.id, path);
    return undefined;
  }
  if (priority !== 'urgent') return { problem: lostError(state, path) };
  if (state === 'gone') return { outcome: { kind: 'lost-remotely', top: path } };
  try {
    await takeOut(account.koodrive, file, { signal });
  } catch (thrown) {
    // something else has its name, and is gone on with
    if (!(thrown instanceof KooError) || thrown.code !== 'NAME_TAKEN') throw thrown;
    return { outcome: { kind: 'lost-remotely', top: path } };
  }
  differences.end(pair.id, path);
  return undefined;
}
