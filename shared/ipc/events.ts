/** What the main process tells the window unasked: the channel, and the type of the value. No schemas, as in calls.ts. */
import type { PolicyView } from '../policy.ts';
import type { UpdatesView } from '../updates.ts';
import type { EngineStatus, RestoreStage } from '../views.ts';

/** `value` carries the type and is never set. */
type Event<V> = { readonly value?: V };

const event = <V>(): Event<V> => ({});

export const events = {
  'status:changed': event<EngineStatus>(),
  /** other things are fixed from now on; preferences may be others by it */
  'policy:changed': event<PolicyView>(),
  /** absolute paths of the files and folders whose history the user asked for: one, or several at once as tabs */
  'history:open': event<readonly string[]>(),
  /** how many bytes of a version were fetched for a preview */
  'history:fetching': event<{
    readonly path: string;
    readonly revisionId: string;
    readonly bytes: number;
    readonly size: number;
    /** it broke off there, and is tried again in a while */
    readonly waits?: true;
  }>(),
  /** how far the restore of the file at this absolute path is */
  'history:restoring': event<{ readonly path: string; readonly stage: RestoreStage }>(),
  /** the history of the file at this absolute path has a new revision */
  'history:changed': event<string>(),
  /** what becomes of a new version of KooSync */
  'updates:changed': event<UpdatesView>(),
};

export type EventName = keyof typeof events;
export type EventValue<E extends EventName> = NonNullable<(typeof events)[E]['value']>;
