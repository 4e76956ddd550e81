/** Which new version a user is told of who looks at neither window nor tray: once each, and only one that waits for them. */
import type { UpdatesView } from '../../shared/updates.ts';

/** `told`: the version that was told of last. Undefined: nothing is to be told. */
export function versionToTell(
  { phase, asksPassword }: Pick<UpdatesView, 'phase' | 'asksPassword'>,
  told: string,
): string | undefined {
  // one that installs itself asks for nothing
  const waits = phase.kind === 'available' || (phase.kind === 'ready' && asksPassword);
  return waits && phase.version !== told ? phase.version : undefined;
}
