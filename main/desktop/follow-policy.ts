/** What the organisation fixed, made true of the running app, and told: at the start, and whenever it changes. */
import { faultError, viewOf } from '../policy/policy-view.ts';
import type { AppParts } from './app-parts.ts';
import type { Undo } from './lifecycle.ts';
import type { AppPreferences } from './preferences.ts';
import { tellIfItFails } from './user-requests.ts';

export function followPolicy(parts: AppParts, preferences: AppPreferences): Undo {
  const { koosync, mainWindow, notifications } = parts;
  const { policy, sentence } = koosync;
  const take = () => {
    const judged = policy.judged();
    tellIfItFails(parts, preferences.follow());
    for (const fault of judged.faults) notifications.problem(faultError(fault));
    mainWindow.send('policy:changed', viewOf(judged, sentence));
  };
  const off = policy.onChange(() => {
    take();
    // another server, or none that can be understood: the next call finds out who is signed in there
    tellIfItFails(parts, koosync.engine.retry());
  });
  take();
  return off;
}
